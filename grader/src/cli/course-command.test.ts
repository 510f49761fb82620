/** `course` as it is called: what it prints, and its exit codes. */

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { cutSkeleton } from "../skeleton/cut-skeleton.ts";
import { SAMPLE_SKELETON } from "../skeleton/testing/sample.ts";
import { toyCourse } from "../skeleton/testing/toy-course.ts";
import { toyRepository } from "../skeleton/testing/toy-repository.ts";
import { courseFiles } from "../testing/fixture-course.ts";
import { memoryIo } from "../testing/memory-io.ts";
import { stubRunner } from "../testing/stub-runner.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { courseRoot } from "./command-io.ts";
import { courseCommand } from "./course-command.ts";
import { execute } from "./run-command.ts";

const SKELETON = "labs/toy/src/counter.ts";
const RELEASE = { "grader/release.json": '{ "leftOut": ["solution/"], "testsLeftOut": [] }' };

/** A solution that needs nothing, and whose gap is as it should be. */
const RIGHT = [
  "/** You write this file: a number. */",
  "",
  "/** One. */",
  "export function one(): number {",
  "  // gap 1 one",
  "  // TODO(1) return one.",
  "  //   read:  docs/labs/toy.md#counting",
  "  //   keep:  it is one",
  "  //   check: lab test 1",
  "  // solution",
  "  return 1;",
  "  // end",
  "}",
  "",
].join("\n");

/** The toy course with the compiler of this repository. */
function compiledCourse(changes: Readonly<Record<string, string>>): string {
  const root = toyCourse({
    "tsconfig.base.json": JSON.stringify({
      compilerOptions: {
        ...{ module: "nodenext", target: "es2022", types: [], strict: true, noEmit: true },
        allowImportingTsExtensions: true,
      },
    }),
    "labs/toy/node_modules/.keep": "",
    ...changes,
  });
  mkdirSync(join(root, "packages"));
  symlinkSync(join(courseRoot(), "packages", "toolchain"), join(root, "packages", "toolchain"));
  return root;
}

/** Runs `course` and collects what comes of it. */
async function course(root: string, args: readonly string[], more = {}) {
  const io = memoryIo({ root, ...more });
  const code = await execute(courseCommand, args, io);
  return { code, out: io.stdout.text, err: io.stderr.text };
}

describe("course skeleton", () => {
  test("writes the skeletons and says what changed", async () => {
    const root = toyCourse({ [SKELETON]: "old\n" });
    expect(await course(root, ["skeleton"])).toEqual({
      code: 0,
      out: `${SKELETON}: updated\nlabs/toy/given.json: unchanged\n`,
      err: "",
    });
    expect(readFileSync(join(root, SKELETON), "utf8")).toBe(SAMPLE_SKELETON);
  });

  test("broken markers are one sentence and exit code 2", async () => {
    const root = toyCourse({ "solution/toy/src/counter.ts": "// cut\n" });
    const { code, err } = await course(root, ["skeleton"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^course\/markers: solution\/toy\/src\/counter\.ts:1: this cut has no end/);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  test("--check says what is wrong, counts it, and ends with 1", async () => {
    const root = compiledCourse({ [SKELETON]: "old\n" });
    const { code, out } = await course(root, ["skeleton", "--check"]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^labs\/toy\/src\/counter\.ts:1: this skeleton is not what .* Run `npm run/,
    );
    // The sample uses functions that nobody has written: those are found as well.
    expect(out).toContain("solution/toy/src/counter.ts(");
    expect(out).toMatch(/\n\d+ to mend\.\n$/);
    expect(readFileSync(join(root, SKELETON), "utf8")).toBe("old\n");
  });

  test("--check has one line for a course that is right", async () => {
    const root = compiledCourse({
      "solution/toy/src/counter.ts": RIGHT,
      [SKELETON]: cutSkeleton(RIGHT, SKELETON),
    });
    expect(await course(root, ["skeleton", "--check"])).toEqual({
      code: 0,
      out: "Skeletons and solution agree.\n",
      err: "",
    });
    expect(await course(root, ["types"])).toMatchObject({
      code: 0,
      out: "The solution has no type errors.\n",
    });
  });

  test("types tells errors at their lines", async () => {
    const wrong = RIGHT.replace("return 1;", 'return "1";');
    const root = compiledCourse({ "solution/toy/src/counter.ts": wrong });
    const { code, out } = await course(root, ["types"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^solution\/toy\/src\/counter\.ts\(11,3\): error TS2322: /);
  });

  test("there is nothing to do in a student's copy", async () => {
    const root = toyCourse({ "solution/toy/src/counter.ts": undefined });
    for (const args of [
      ["skeleton"],
      ["skeleton", "--check"],
      ["types"],
      ["gaps"],
      ["sizes"],
      ["branch"],
    ]) {
      const { code, err } = await course(root, args);
      expect(code).toBe(2);
      expect(err).toContain("course/no-solution: this copy of the course has no solution/");
    }
  });
});

describe("course gaps", () => {
  const met = stubRunner(() => ({ status: "not-written" }));

  test("prints a table and a tally, and progress on standard error", async () => {
    const { code, out, err } = await course(tempFolder(courseFiles()), ["gaps"], { run: met.run });
    expect(code).toBe(0);
    expect(out).toMatch(/^gap +label +tests that meet it +of its check/);
    expect(out).toMatch(/\none +1 +3 of 3 +3/);
    expect(out.endsWith("\n3 passed, 0 failed\n")).toBe(true);
    expect(err).toContain("Solution without one gap: 3 of 3");
  });

  test("a gap that nothing needs is told with its place, and exit code 1", async () => {
    const { run } = stubRunner();
    const { code, out } = await course(tempFolder(courseFiles()), ["gaps"], { run });
    expect(code).toBe(1);
    expect(out).toContain("solution/base/src/one.ts:5: no test of label 1 needs one.");
    expect(out.endsWith("\n0 passed, 3 failed\n")).toBe(true);
  });

  test("--json prints JSON and nothing else", async () => {
    const options = { run: met.run };
    const { out } = await course(tempFolder(courseFiles()), ["gaps", "--json"], options);
    expect(JSON.parse(out)).toHaveLength(3);
  });

  test("--seed and --jobs reach the tests", async () => {
    const { run, requests } = stubRunner(() => ({ status: "not-written" }));
    await course(tempFolder(courseFiles()), ["gaps", "--seed", "9", "--jobs", "1"], { run });
    expect(requests.map(({ seed }) => seed)).toEqual([9, 9, 9]);
    const { code, err } = await course(tempFolder(courseFiles()), ["gaps", "--jobs", "0"]);
    expect([code, err]).toEqual([2, expect.stringContaining("whole number")]);
  });
});

describe("course sizes", () => {
  test("prints a line per label and file, helpers apart", async () => {
    expect(await course(toyCourse(), ["sizes"])).toEqual({
      code: 0,
      out: [
        "label and files                lines  in helpers",
        "toy 1                              9           5",
        "  solution/toy/src/counter.ts      9           5",
        "",
      ].join("\n"),
      err: "",
    });
  });

  test("--json prints JSON and nothing else", async () => {
    const { code, out } = await course(toyCourse(), ["sizes", "toy", "--json"]);
    const files = [{ file: "solution/toy/src/counter.ts", lines: 9, linesInCuts: 5 }];
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([{ lab: "toy", label: "1", lines: 9, files }]);
  });

  test("a lab that does not exist is a mistake in the call", async () => {
    const { code, err } = await course(toyCourse(), ["sizes", "raff"]);
    expect(code).toBe(2);
    expect(err).toBe('grade/unknown-lab: there is no lab "raff"; the labs are toy\n');
  });

  test("--help says what is counted, with an example", async () => {
    const { code, out } = await course(toyCourse(), ["sizes", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("lines that hold code and are not in the skeleton");
    expect(out).toContain("npm run course -- sizes");
  });
});

describe("course branch", () => {
  test("says what it did, and how to grade it", async () => {
    const { code, out } = await course(toyRepository(), ["branch", "--name", "filled"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Branch filled created: [0-9a-f]{10}, on top of [0-9a-f]{10}\. Filled in:\n {2}labs\/toy/,
    );
    expect(out).toContain("npm run grade -- .@filled");
  });

  test("refuses with exit code 2", async () => {
    const root = toyRepository();
    writeFileSync(join(root, SKELETON), "changed\n");
    const { code, err } = await course(root, ["branch"]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^course\/dirty: .* commit them first/)]);
  });
});

describe("course release", () => {
  test("takes its folder from where the user stands", async () => {
    const root = toyRepository(RELEASE);
    const from = tempFolder();
    const { code, out } = await course(root, ["release", "copy"], { from });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Wrote 8 files of [0-9a-f]{10} to .*copy, without solution and mutants\.\n/,
    );
    expect(existsSync(join(from, "copy", SKELETON))).toBe(true);
    expect(existsSync(join(from, "copy", "solution"))).toBe(false);
  });

  test("a copy that would leak is told line by line, with exit code 1", async () => {
    const root = toyRepository({
      ...RELEASE,
      "docs/hint.md":
        '    if (this.#cached.sum > COUNT_MAX) throw new TinyKvError("toy/full", "too many");\n',
    });
    const { code, out } = await course(root, ["release", "copy"], { from: tempFolder() });
    expect(code).toBe(1);
    expect(out).toContain("docs/hint.md:1: this line is part of the solution");
    expect(out).toContain("Nothing was written");
  });

  test("says that changes which are not committed are left out", async () => {
    const root = toyRepository(RELEASE);
    writeFileSync(join(root, "new.txt"), "new\n");
    const { out } = await course(root, ["release", "copy"], { from: tempFolder() });
    expect(out).toMatch(/^Changes that are not committed are not in the copy\.\n/);
  });
});

describe("course", () => {
  test("without a command says which there are", async () => {
    const { code, err } = await course(toyCourse(), []);
    expect(code).toBe(2);
    expect(err).toContain("skeleton, types, gaps, sizes, branch, release");
  });

  test("--help explains them", async () => {
    const { code, out } = await course(toyCourse(), ["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Write the skeletons in labs/ from solution/.");
    expect(out).toContain("npm run course -- gaps");
  });
});
