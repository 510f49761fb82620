/** The student copy: what is in it, what is not, and when nothing is written. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { tempFolder } from "../testing/temp-folder.ts";
import { release } from "./release.ts";
import { isLeftOut, parseReleaseConfig } from "./release-config.ts";
import { SAMPLE_SKELETON } from "./testing/sample.ts";
import { toyRepository } from "./testing/toy-repository.ts";

const CONFIG = JSON.stringify({
  leftOut: ["solution/", "grader/mutants/"],
  testsLeftOut: ["grader/test/solution.test.ts"],
});

const EXTRA = {
  "grader/release.json": CONFIG,
  "grader/mutants/toy.yaml": "lab: toy\n",
  "grader/test/solution.test.ts": "needs the solution\n",
  "grader/test/other.test.ts": "needs nothing\n",
  "grader/solution/notes.md": "not the solution\n",
};

/** All files below a folder, in order. */
function filesIn(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesIn(folder, path) : [path];
    })
    .sort();
}

describe("release()", () => {
  test("copies what is tracked, without solution, mutants and tests that need them", async () => {
    const root = toyRepository(EXTRA);
    const folder = join(tempFolder(), "copy");
    const result = await release(root, folder);
    expect(result).toMatchObject({ leaks: [], badPages: [], isDirty: false, files: 10 });
    expect(filesIn(folder)).toEqual([
      "docs/labs/toy.md",
      "grader/course.json",
      "grader/release.json",
      "grader/solution/notes.md",
      "grader/test/other.test.ts",
      "labs/toy/given.json",
      "labs/toy/lab.json",
      "labs/toy/package.json",
      "labs/toy/src/counter.ts",
      "labs/toy/src/store.ts",
    ]);
    expect(readFileSync(join(folder, "labs/toy/src/counter.ts"), "utf8")).toBe(SAMPLE_SKELETON);
  });

  test("what is left out is decided by the commit, not by the file on disk", async () => {
    const root = toyRepository(EXTRA);
    const edited = JSON.stringify({ leftOut: ["docs/"], testsLeftOut: [] });
    writeFileSync(join(root, "grader/release.json"), edited);
    const folder = tempFolder();
    expect(await release(root, folder)).toMatchObject({ leaks: [], files: 10, isDirty: true });
    expect(filesIn(folder)).toContain("docs/labs/toy.md");
    expect(filesIn(folder).filter((path) => path.startsWith("solution/"))).toEqual([]);
  });

  test("what is not committed is not in the copy, and is told", async () => {
    const root = toyRepository(EXTRA);
    writeFileSync(join(root, "secret.txt"), "exam\n");
    writeFileSync(join(root, "docs/labs/toy.md"), "changed\n");
    const folder = tempFolder();
    expect(await release(root, folder)).toMatchObject({ isDirty: true });
    expect(existsSync(join(folder, "secret.txt"))).toBe(false);
    expect(readFileSync(join(folder, "docs/labs/toy.md"), "utf8")).toContain("# Toy");
  });

  test("a page that quotes the solution stops it, and nothing stays behind", async () => {
    const quote =
      "# Toy\n\n```ts\n" +
      'if (this.#cached.sum > COUNT_MAX) throw new TinyKvError("toy/full", "too many");\n```\n';
    const root = toyRepository({ ...EXTRA, "docs/labs/toy.md": quote });
    const folder = tempFolder();
    const { leaks } = await release(root, folder);
    expect(leaks).toMatchObject([{ file: "docs/labs/toy.md", line: 4 }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a page loses what is between its markers, in the copy only", async () => {
    const part = "<!-- course only -->\n\nRun `mutants`.\n\n<!-- end -->\n";
    const root = toyRepository({ ...EXTRA, "README.md": `# Toy\n\n${part}\nRun it.\n` });
    const folder = tempFolder();
    expect(await release(root, folder)).toMatchObject({ leaks: [], badPages: [] });
    expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("# Toy\n\nRun it.\n");
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain("mutants");
  });

  test("a marker without its end stops it, and nothing stays behind", async () => {
    const root = toyRepository({ ...EXTRA, "README.md": "# Toy\n\n<!-- course only -->\n" });
    const folder = tempFolder();
    const { badPages } = await release(root, folder);
    expect(badPages).toMatchObject([{ file: "README.md", line: 3 }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a link to what is left out stops it, unless it is between markers", async () => {
    const link = "[the solution](solution/toy/src/counter.ts)";
    const part = `<!-- course only -->\n${link}\n<!-- end -->\n`;
    const root = toyRepository({ ...EXTRA, "README.md": `# Toy\n\n${part}\n${link}\n` });
    const folder = tempFolder();
    const { badPages, leaks } = await release(root, folder);
    expect(badPages).toMatchObject([{ file: "README.md", line: 7 }]);
    expect(leaks).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a folder that is not empty is refused, and stays as it is", async () => {
    const folder = tempFolder({ "mine.txt": "mine\n" });
    await expect(release(toyRepository(EXTRA), folder)).rejects.toThrow(
      `course/release-not-empty: ${folder} is not empty`,
    );
    expect(filesIn(folder)).toEqual(["mine.txt"]);
  });

  test("a folder inside the course is refused", async () => {
    const root = toyRepository(EXTRA);
    mkdirSync(join(root, "empty"));
    await expect(release(root, join(root, "empty"))).rejects.toThrow("course/release-inside");
    await expect(release(root, root)).rejects.toThrow("course/release-inside");
  });

  test("a folder beside the course whose name begins like it is outside", async () => {
    const root = toyRepository(EXTRA);
    const folder = `${root}-copy-of-it`;
    const { files } = await release(root, join(tempFolder(), folder.split("/").at(-1) ?? ""));
    expect(files).toBe(10);
  });
});

describe("parseReleaseConfig()", () => {
  test("names the field that is wrong", () => {
    const text = '{ "leftOut": ["/etc"], "testsLeftOut": [] }';
    expect(() => parseReleaseConfig(text)).toThrow(
      "course/config: grader/release.json: leftOut[0]",
    );
  });
});

describe("isLeftOut()", () => {
  const config = {
    leftOut: ["solution/", "notes.md"],
    testsLeftOut: ["a/b.test.ts", "*.solution.test.ts"],
  };

  test.each([
    ["solution/toy/src/a.ts", true],
    ["solutions.md", false],
    ["docs/solution/a.md", false],
    ["notes.md", true],
    ["notes.md.txt", false],
    ["a/b.test.ts", true],
    ["a/c.solution.test.ts", true],
    ["a/solution.test.ts", false],
    ["a/b.ts", false],
  ])("%s: %s", (path, expected) => {
    expect(isLeftOut(config, path)).toBe(expected);
  });
});
