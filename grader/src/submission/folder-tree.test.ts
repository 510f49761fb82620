/** Folders: what is listed, and that reading one file never reads another, waits, or grows. */

import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { tempFolder, writeFiles } from "../testing/temp-folder.ts";
import type { TreeEntry } from "./file-tree.ts";
import { openFolder } from "./folder-tree.ts";
import { SUBMISSION_LIMITS } from "./limits.ts";

async function list(folder: string): Promise<string[]> {
  const tree = await openFolder(folder, SUBMISSION_LIMITS);
  return tree.entries.map(({ path, kind }) => `${kind} ${path}`);
}

const file = (path: string): TreeEntry => ({ path, kind: "file", size: 0 });

describe("openFolder", () => {
  test("lists everything in the order of names, folders before what is in them", async () => {
    const folder = tempFolder({ "b.ts": "", "a/c.ts": "", "a/b/d.ts": "" });
    expect(await list(folder)).toEqual([
      "folder a",
      "folder a/b",
      "file a/b/d.ts",
      "file a/c.ts",
      "file b.ts",
    ]);
  });

  test("lists links and pipes as what they are, and does not follow them", async () => {
    const folder = tempFolder({ "real/x.ts": "" });
    symlinkSync("real", join(folder, "link"));
    symlinkSync("..", join(folder, "up"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(await list(folder)).toEqual([
      "link link",
      "other pipe",
      "folder real",
      "file real/x.ts",
      "link up",
    ]);
  });

  test("does not look into folders that hold no owned file, however large", async () => {
    const folder = tempFolder({
      "node_modules/a/index.js": "",
      ".git/HEAD": "",
      "labs/dist/x.js": "",
      "labs/src/x.ts": "",
    });
    expect(await list(folder)).toEqual([
      ...["folder .git", "folder labs", "folder labs/dist", "folder labs/src"],
      ...["file labs/src/x.ts", "folder node_modules"],
    ]);
  });

  test("stops going down where no owned file can be", async () => {
    const folder = tempFolder({ [`${"d/".repeat(30)}x.ts`]: "" });
    expect((await list(folder)).length).toBe(8);
  });

  test("may itself be a link, because the caller named it", async () => {
    const folder = tempFolder({ "real/x.ts": "" });
    symlinkSync("real", join(folder, "link"));
    expect(await list(join(folder, "link"))).toEqual(["file x.ts"]);
  });

  test("says that a folder cannot be read", async () => {
    await expect(list(join(tempFolder(), "gone"))).rejects.toThrow(
      /^submission\/unreadable: .*gone cannot be read \(ENOENT\); check its permissions$/,
    );
  });
});

describe("reading a file of a folder", () => {
  test("gives its bytes, or one more than asked for", async () => {
    const tree = await openFolder(tempFolder({ "x.ts": "0123456789" }), SUBMISSION_LIMITS);
    expect((await tree.read(file("x.ts"), 10)).toString()).toBe("0123456789");
    expect((await tree.read(file("x.ts"), 4)).toString()).toBe("01234");
    await tree.close();
  });

  test("fails if it has become a link, a folder or nothing since it was listed", async () => {
    const folder = tempFolder({ "secret.txt": "secret" });
    const tree = await openFolder(folder, SUBMISSION_LIMITS);
    symlinkSync("secret.txt", join(folder, "link.ts"));
    mkdirSync(join(folder, "folder.ts"));
    await expect(tree.read(file("link.ts"), 10)).rejects.toThrow("submission/unreadable");
    await expect(tree.read(file("folder.ts"), 10)).rejects.toThrow("submission/unreadable");
    await expect(tree.read(file("gone.ts"), 10)).rejects.toThrow("submission/unreadable");
  });

  test("does not wait at a pipe for somebody to write", async () => {
    const folder = tempFolder();
    const tree = await openFolder(folder, SUBMISSION_LIMITS);
    execFileSync("mkfifo", [join(folder, "pipe.ts")]);
    // Empty or refused, depending on the system; in no case a wait.
    const bytes = await tree.read(file("pipe.ts"), 10).catch(() => Buffer.alloc(0));
    expect(bytes.length).toBe(0);
  });

  test("copes with every kind of name", async () => {
    const folder = tempFolder();
    const name = " - 'a' \"b\" $(c) ü 漢 🦀.ts";
    writeFiles(folder, { [name]: "text" });
    const tree = await openFolder(folder, SUBMISSION_LIMITS);
    expect(tree.entries.map(({ path }) => path)).toEqual([name]);
    expect((await tree.read(file(name), 10)).toString()).toBe("text");
  });
});
