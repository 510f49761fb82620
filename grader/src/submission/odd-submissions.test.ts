/**
 * Slips of a class: what was sent holds no owned file, or an empty one, or is a link. Each is told
 * in a sentence that says what to do.
 */

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { makeZip } from "../testing/make-zip.ts";
import { type Files, tempFolder } from "../testing/temp-folder.ts";
import { readSubmission } from "./read-submission.ts";
import type { Submission } from "./submission.ts";
import { SubmissionError } from "./submission-error.ts";

/** Reads lab `base` of the submission at `path`. */
function read(path: string, from = "/"): Promise<Submission> {
  return readSubmission(fixtureCourse(), { kind: "path", path }, { from, labs: ["base"] });
}

/** The error of a submission that cannot be read. */
async function errorOf(path: string, from = "/"): Promise<string> {
  const error: unknown = await read(path, from).catch((reason: unknown) => reason);
  if (error instanceof SubmissionError) return error.message;
  throw new Error("the submission was read", { cause: error });
}

/** `src/one.ts=text` for every file taken. */
function taken({ files }: Submission): string[] {
  return [...(files.get("base") ?? [])].map(([path, { text }]) => `${path}=${text}`);
}

describe("a folder without owned files", () => {
  const EXPECTED = "labs/base/src/one.ts, labs/base/src/deep/two.ts";

  test.each<[string, Files, string]>([
    [
      "that are deeper down",
      { "a/b/labs/base/src/one.ts": "one" },
      "a/b/labs/base/src/one.ts is too deep: send the folder that holds labs/",
    ],
    ["but an archive", { "a/x.zip": "" }, "hand in the archive a/x.zip itself, or unpack it"],
    [
      "but a bare repository",
      { HEAD: "ref: refs/heads/main", "objects/x": "", "refs/x": "" },
      "it is a git repository without its files: write it as …@revision",
    ],
    ["that can be looked into", { "dist/x.js": "" }, "send the folder that holds labs/"],
  ])("%s", async (_what, files, remedy) => {
    expect(await errorOf(tempFolder(files))).toBe(
      `submission/no-files: it contains none of the files: expected ${EXPECTED}; ${remedy}`,
    );
  });
});

test("an owned file that is empty is noted", async () => {
  const folder = tempFolder({
    "labs/base/src/one.ts": " \n",
    "labs/base/src/deep/two.ts": "two",
  });
  const submission = await read(folder);
  expect(submission.files.get("base")?.get("src/one.ts")?.text).toBe(" \n");
  expect(submission.problems).toEqual([
    { code: "submission/empty-file", message: "labs/base/src/one.ts is empty" },
  ]);
});

describe("a submission that is itself a link", () => {
  test("is what it leads to, because whoever calls has named it", async () => {
    const folder = tempFolder({
      "alice/labs/base/src/one.ts": "alice's",
      "bob.zip": makeZip([{ name: "labs/base/src/one.ts", data: "bob's" }]),
    });
    symlinkSync("alice", join(folder, "link"));
    symlinkSync("bob.zip", join(folder, "zip"));
    expect(taken(await read("link", folder))).toEqual(["src/one.ts=alice's"]);
    expect(taken(await read("zip", folder))).toEqual(["src/one.ts=bob's"]);
  });

  test("may lead nowhere, or to itself", async () => {
    const folder = tempFolder();
    symlinkSync("nowhere", join(folder, "dangling"));
    symlinkSync("loop", join(folder, "loop"));
    for (const name of ["dangling", "loop"]) {
      expect(await errorOf(name, folder)).toBe(
        `submission/not-found: ${name} is a link that leads nowhere; check the path`,
      );
    }
  });

  test("may lead to something that is neither a file nor a folder", async () => {
    const folder = tempFolder();
    symlinkSync("/dev/null", join(folder, "device"));
    expect(await errorOf("device", folder)).toBe(
      "submission/unsupported: device is neither a file nor a folder; hand in one of these",
    );
  });
});
