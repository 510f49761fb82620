/**
 * The checks over a made-up course: each thing that can be wrong, with its place and its remedy.
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { givenSchema } from "../course/given-files.ts";
import { checkSkeletons } from "./check-skeletons.ts";
import { SAMPLE, SAMPLE_SKELETON } from "./testing/sample.ts";
import { changed, TOY_LAB, toyCourse, toyFiles } from "./testing/toy-course.ts";
import { writeSkeletons } from "./write-skeletons.ts";

const SOLUTION = "solution/toy/src/counter.ts";
const SKELETON = "labs/toy/src/counter.ts";
const DRIFT = `this skeleton is not what ${SOLUTION} says, from this line on`;

/** The line, counted from 1, with this in it. */
const lineOf = (text: string, part: string): number =>
  text.split("\n").findIndex((line) => line.includes(part)) + 1;

/** The list of the toy course as it is. */
const GIVEN_TEXT = String(toyFiles()["labs/toy/given.json"]);

const gapIncrement = lineOf(SAMPLE, "// gap 1 Counter.increment");
const gapReset = lineOf(SAMPLE, "// gap 1 reset");

/** The findings in a course with these changes, as `file:line: problem`. */
function check(changes: Readonly<Record<string, string | undefined>> = {}): string[] {
  return checkSkeletons(toyCourse(changes)).map(
    ({ file, line, problem }) => `${file}:${line}: ${problem}`,
  );
}

/** The same after a change of the solution, from which the skeletons were generated anew. */
function checkSolution(from: string, to: string): string[] {
  const root = toyCourse({ [SOLUTION]: changed(SAMPLE, from, to) });
  writeSkeletons(root);
  return checkSkeletons(root).map(({ file, line, problem }) => `${file}:${line}: ${problem}`);
}

describe("checkSkeletons()", () => {
  test("finds nothing in a course that is right", () => {
    expect(check()).toEqual([]);
  });

  test("a skeleton that was edited has drifted from its first different line on", () => {
    const text = changed(SAMPLE_SKELETON, "/** Sets it back. */", "/** Sets back. */");
    expect(check({ [SKELETON]: text })).toEqual([
      `${SKELETON}:${lineOf(SAMPLE_SKELETON, "/** Sets it back. */")}: ${DRIFT}`,
    ]);
  });

  test("a skeleton with something behind its end has drifted, too", () => {
    expect(check({ [SKELETON]: `${SAMPLE_SKELETON}// more\n` })).toEqual([
      `${SKELETON}:${SAMPLE_SKELETON.split("\n").length}: ${DRIFT}`,
    ]);
  });

  test.each([
    ["a given file that was edited", { "labs/toy/src/store.ts": "export {};\n" }, 3],
    ["a given file that was added", { "labs/toy/src/more.ts": "export {};\n" }, 3],
    ["a test that was added", { "labs/toy/test/one.test.ts": "export {};\n" }, 3],
    ["a list with something behind its end", { "labs/toy/given.json": `${GIVEN_TEXT}\n` }, 5],
  ])("finds %s", (_what, changes, line) => {
    const problem = "the list of given files is not what the lab holds, from this line on";
    expect(check({ "labs/toy/given.json": GIVEN_TEXT, ...changes })).toEqual([
      `labs/toy/given.json:${line}: ${problem}`,
    ]);
  });

  test("a list of given files may have the line ends of Windows", () => {
    expect(check({ "labs/toy/given.json": GIVEN_TEXT.replaceAll("\n", "\r\n") })).toEqual([]);
    expect(check({ "labs/toy/src/store.ts": "export interface Store {}\r\n" })).toEqual([]);
  });

  test("a list of given files that is not there", () => {
    const root = toyCourse();
    rmSync(join(root, "labs/toy/given.json"));
    const problem = "the list of given files has not been written yet";
    const remedy = "Run `npm run course -- skeleton`.";
    expect(checkSkeletons(root)).toEqual([
      { file: "labs/toy/given.json", line: 1, problem, remedy },
    ]);
  });

  test("a skeleton that is not there", () => {
    expect(check({ [SKELETON]: undefined })).toEqual([
      `${SKELETON}:1: this skeleton has not been generated yet`,
    ]);
  });

  test("a signature that was edited is found as such, besides the drift", () => {
    const text = changed(SAMPLE_SKELETON, "Promise<number>", "Promise<string>");
    expect(check({ [SKELETON]: text })).toEqual([
      expect.stringContaining("is not what"),
      expect.stringContaining(
        `${SKELETON}:${lineOf(SAMPLE_SKELETON, "async incr")}: Counter.increment is declared as`,
      ),
    ]);
  });

  test("a line of the solution in a skeleton is a leak, besides the drift", () => {
    const text = changed(SAMPLE_SKELETON, 'todo("1", "reset");', "return this.#cached.sum;");
    const line = lineOf(SAMPLE_SKELETON, 'todo("1", "reset")');
    expect(check({ [SKELETON]: text })).toContain(
      `${SKELETON}:${line}: this line is part of the solution: return this.#cached.sum;`,
    );
  });

  test("a public member in a cut", () => {
    const findings = checkSolution(
      "  // cut\n  #cached: Entry | undefined;\n  // end",
      "  // cut\n  readonly cached: Entry | undefined;\n  // end",
    );
    const line = lineOf(SAMPLE, "#cached: Entry");
    expect(findings).toEqual([
      `${SOLUTION}:${line}: Counter.cached is declared here but not in the skeleton`,
    ]);
  });

  test("markers that are unbalanced are all that is said about a file", () => {
    expect(check({ [SOLUTION]: changed(SAMPLE, "  // solution\n  forget", "  forget") })).toEqual([
      `${SOLUTION}:${gapReset}: this gap has no line "// solution"`,
    ]);
  });

  test("an owned file without a solution is found in lab.json", () => {
    const lab = { ...TOY_LAB, owns: ["src/counter.ts", "src/other.ts"] };
    expect(check({ "labs/toy/lab.json": JSON.stringify(lab, undefined, 2) })).toEqual([
      "labs/toy/lab.json:7: src/other.ts is owned, but has no solution",
    ]);
  });

  test("a file of the solution that nobody owns", () => {
    expect(check({ "solution/toy/src/other.ts": "export {};\n" })).toEqual([
      "solution/toy/src/other.ts:1: this file is in the solution, but no student owns it",
    ]);
  });

  test("a file right below solution/ belongs to no lab", () => {
    expect(check({ "solution/tsconfig.json": "{}" })).toEqual([]);
  });

  test("line 1 must say that the file is the student's", () => {
    expect(checkSolution("/** You write this file: a counter", "/** This file: a counter")).toEqual(
      [`${SOLUTION}:1: line 1 does not say that this file is the student's`],
    );
  });

  test("a cut that reaches out of its block", () => {
    const source = changed(
      changed(
        SAMPLE,
        "// cut\nfunction forget(counter: Counter): void {\n",
        "function forget(counter: Counter): void {\n  // cut\n",
      ),
      "}\n// end\n",
      "}\n  // end\n",
    );
    expect(check({ [SOLUTION]: source }).join("\n")).toContain("would not be valid TypeScript");
  });
});

describe("checks of gaps", () => {
  test("a label that the lab does not have", () => {
    const findings = checkSolution("// gap 1 reset", "// gap 7 reset");
    expect(findings).toEqual([`${SOLUTION}:${gapReset}: lab toy has no label 7`]);
  });

  test("a TODO comment that speaks of another label", () => {
    expect(checkSolution("// TODO(1) set the counter", "// TODO(2) set the counter")).toEqual([
      `${SOLUTION}:${gapReset + 1}: a gap of label 1 speaks of label 2`,
    ]);
  });

  test("a page that does not exist", () => {
    expect(checkSolution("toy.md#counting", "toys.md#counting")).toEqual([
      `${SOLUTION}:${gapIncrement + 2}: there is no file docs/labs/toys.md`,
    ]);
  });

  test("a heading that does not exist", () => {
    expect(checkSolution("toy.md#counting", "toy.md#count")).toEqual([
      `${SOLUTION}:${gapIncrement + 2}: docs/labs/toy.md has no heading #count`,
    ]);
  });

  test("a gap that names no part of a page", () => {
    expect(checkSolution("docs/labs/toy.md#counting; the paper, §2", "the paper, §2")).toEqual([
      `${SOLUTION}:${gapIncrement + 2}: Counter.increment names no part of a page to read`,
    ]);
  });

  test("a file that is to be read must be there", () => {
    expect(checkSolution("the paper, §2", "`Store` in labs/toy/src/stores.ts")).toEqual([
      `${SOLUTION}:${gapIncrement + 2}: there is no file labs/toy/src/stores.ts`,
    ]);
    expect(checkSolution("the paper, §2", "`Store` in labs/toy/src/store.ts")).toEqual([]);
  });

  test("a check that selects no test, whatever its case", () => {
    expect(checkSolution("lab test 1 -t increment", "lab test 1 -t INCREMENT")).toEqual([]);
    expect(checkSolution("lab test 1 -t increment", "lab test 1 -t decrement")).toEqual([
      `${SOLUTION}:${gapIncrement + 5}: ` +
        '"lab test 1 -t decrement" selects no test of labs/toy/lab.json',
    ]);
  });

  test("a comment of another form", () => {
    expect(checkSolution("    //   read:  docs", "    //   look:  docs")).toEqual([
      `${SOLUTION}:${gapIncrement + 1}: ` +
        "the TODO comment of Counter.increment is not complete or not in order",
    ]);
  });

  test("a gap that stands in another function than it says", () => {
    expect(checkSolution("// gap 1 reset", "// gap 1 restore")).toEqual([
      `${SOLUTION}:${gapReset}: the gap restore stands in reset`,
    ]);
  });

  test("a gap in a function without a name, and one in no function", () => {
    const nested = changed(
      changed(SAMPLE, "  // gap 1 reset", "  later(() => {\n  // gap 1 reset"),
      "  forget(counter);\n  // end",
      "  forget(counter);\n  // end\n  });",
    );
    expect(check({ [SOLUTION]: nested })).toContainEqual(
      expect.stringContaining("the gap reset stands in a nameless function"),
    );
    const outside = `${SAMPLE}\n// gap 1 top\n// TODO(1) a.\n// solution\n// end\n`;
    expect(check({ [SOLUTION]: outside })).toContainEqual(
      expect.stringContaining("the gap top stands in no function"),
    );
  });

  test("code that comes after a gap", () => {
    expect(
      checkSolution("  forget(counter);\n  // end", "  forget(counter);\n  // end\n  done();"),
    ).toEqual([`${SOLUTION}:${gapReset + 7}: reset goes on after its gap`]);
  });

  test("two gaps of one name", () => {
    const findings = checkSolution("// gap 1 reset", "// gap 1 Counter.increment");
    expect(findings).toContain(
      `${SOLUTION}:${gapReset}: the gap Counter.increment is also at ${SOLUTION}:${gapIncrement}`,
    );
  });
});

describe("writeSkeletons()", () => {
  const LIST = { path: "labs/toy/given.json", outcome: "unchanged" };

  test("lists the given files of each lab, and what changes of them", () => {
    const root = toyCourse();
    writeFileSync(join(root, "labs/toy/src/store.ts"), "edited");
    const skeleton = { path: SKELETON, outcome: "unchanged" };
    expect(writeSkeletons(root)).toEqual([skeleton, { ...LIST, outcome: "updated" }]);
    rmSync(join(root, LIST.path));
    expect(writeSkeletons(root)).toEqual([skeleton, { ...LIST, outcome: "created" }]);
    expect(writeSkeletons(root)).toEqual([skeleton, LIST]);
    expect(checkSkeletons(root)).toEqual([]);
    const list = givenSchema.parse(JSON.parse(readFileSync(join(root, LIST.path), "utf8")));
    expect(Object.keys(list)).toEqual(["lab.json", "src/store.ts"]);
  });

  test("creates, updates, and leaves alone what is right", () => {
    const root = toyCourse({ [SKELETON]: undefined });
    expect(writeSkeletons(root)).toEqual([{ path: SKELETON, outcome: "created" }, LIST]);
    expect(readFileSync(join(root, SKELETON), "utf8")).toBe(SAMPLE_SKELETON);
    expect(writeSkeletons(root)).toEqual([{ path: SKELETON, outcome: "unchanged" }, LIST]);
    writeFileSync(join(root, SKELETON), "edited");
    expect(writeSkeletons(root)).toEqual([{ path: SKELETON, outcome: "updated" }, LIST]);
    expect(checkSkeletons(root)).toEqual([]);
  });

  test("a file without a solution is not touched", () => {
    const root = toyCourse({ [SOLUTION]: undefined });
    expect(writeSkeletons(root)).toEqual([{ path: SKELETON, outcome: "no solution" }, LIST]);
    expect(readFileSync(join(root, SKELETON), "utf8")).toBe(SAMPLE_SKELETON);
  });

  test("writes nothing if one of the files has broken markers", () => {
    const root = toyCourse({ [SOLUTION]: `${SAMPLE}// cut\n`, [SKELETON]: "old" });
    expect(() => writeSkeletons(root)).toThrow("course/markers: solution/toy/src/counter.ts:");
    expect(readFileSync(join(root, SKELETON), "utf8")).toBe("old");
  });

  test("a lab.json that is not valid names its field", () => {
    const root = toyCourse({ "labs/toy/lab.json": JSON.stringify({ ...TOY_LAB, owns: [] }) });
    expect(() => writeSkeletons(root)).toThrow("course/config: labs/toy/lab.json: owns");
    const broken = toyCourse({ "labs/toy/lab.json": "{" });
    expect(() => writeSkeletons(broken)).toThrow("labs/toy/lab.json: is not JSON");
  });
});
