/** The proof that each gap is needed: what is graded for it, and what is said if it fails. */

import { describe, expect, test } from "@jest/globals";
import { BASE_LAB, fixtureCourse } from "../testing/fixture-course.ts";
import { stubRunner, textOf } from "../testing/stub-runner.ts";
import { gapVariants, proveGaps } from "./prove-gaps.ts";

const OPTIONS = { jobs: 2, seed: 1 };

/** Every test of a label meets the gap of the file that the label is about. */
const honest = stubRunner((_name, request) => {
  const texts = [...(request.files.get(request.lab.config.lab)?.values() ?? [])];
  const isMet = texts.some(({ text }) => text.includes(`todo("${request.label.label}"`));
  return { status: isMet ? "not-written" : "passed" };
});

describe("gapVariants()", () => {
  test("has every gap of every lab, with the solution without it", () => {
    const variants = gapVariants(fixtureCourse());
    const told = variants.map(({ gap, lab, texts, label }) => [
      gap.name,
      lab,
      [...texts.keys()],
      label,
    ]);
    expect(told).toEqual([
      ["one", "base", ["src/one.ts"], "1"],
      ["two", "base", ["src/deep/two.ts"], "2AA"],
      ["three", "top", ["src/three.ts"], "3A"],
    ]);
    const text = variants[0]?.texts.get("src/one.ts");
    expect(text).toContain('  todo("1", "one");');
    expect(text).toContain('import { todo } from "@tinykv/runtime";');
  });
});

describe("proveGaps()", () => {
  test("a gap that a test meets is necessary", async () => {
    const course = fixtureCourse();
    const proofs = await proveGaps(course, gapVariants(course), { ...OPTIONS, run: honest.run });
    expect(proofs).toMatchObject([
      { gap: { gap: { name: "one" } }, tests: 3, notWritten: 3, notWrittenByCheck: 3 },
      { gap: { gap: { name: "two" } }, tests: 1, notWritten: 1, notWrittenByCheck: 1 },
      { gap: { gap: { name: "three" } }, tests: 1, notWritten: 1, notWrittenByCheck: 1 },
    ]);
    expect(proofs.every(({ finding }) => finding === undefined)).toBe(true);
  });

  test("only that gap is unwritten, in all labs", async () => {
    const course = fixtureCourse();
    const { run, requests } = stubRunner();
    await proveGaps(course, gapVariants(course).slice(2), { ...OPTIONS, run });
    const [request] = requests;
    if (request === undefined) throw new Error("nothing was run");
    expect(textOf(request, "top", "src/three.ts")).toContain('todo("3A", "three");');
    expect(textOf(request, "base", "src/one.ts")).toContain("return 1;");
    expect(textOf(request, "base", "src/one.ts")).not.toContain("todo(");
  });

  test.each(["passed", "failed", "timeout", "crashed"] as const)(
    "a gap after which every test has %s is not necessary",
    async (status) => {
      const course = fixtureCourse();
      const { run } = stubRunner(() => ({ status }));
      const [proof] = await proveGaps(course, gapVariants(course).slice(0, 1), { ...OPTIONS, run });
      expect(proof?.finding).toEqual({
        file: "solution/base/src/one.ts",
        line: 5,
        problem: "no test of label 1 needs one",
        remedy: "Add a test that reaches it, or make it given code.",
      });
    },
  );

  test("one of the tests that the gap's check selects has to meet it", async () => {
    const solution = [
      "/** You write this file. */",
      "",
      "export function one(): number {",
      "  // gap 1 one",
      "  // TODO(1) return one.",
      "  //   read:  docs/labs/base.md#one",
      "  //   keep:  it is one",
      "  //   check: lab test 1 -t subtracts",
      "  // solution",
      "  return 1;",
      "  // end",
      "}",
      "",
    ].join("\n");
    const course = fixtureCourse({ "solution/base/src/one.ts": solution });
    const { run } = stubRunner((name) => ({ status: name === "adds" ? "not-written" : "passed" }));
    const [proof] = await proveGaps(course, gapVariants(course).slice(0, 1), { ...OPTIONS, run });
    expect(proof).toMatchObject({ notWritten: 1, notWrittenByCheck: 0 });
    expect(proof?.finding).toMatchObject({
      problem: "none of the tests that the check of one selects needs it",
      remedy: 'Select one that does, such as "adds".',
    });
  });

  test("if asked, runs only the tests that the check selects", async () => {
    const course = fixtureCourse();
    const [gap] = gapVariants(course);
    if (gap === undefined) throw new Error("there are gaps");
    const options = { ...OPTIONS, run: honest.run, namedOnly: true };
    const [proof] = await proveGaps(course, [{ ...gap, only: "adds" }], options);
    expect(proof).toMatchObject({ tests: 2, notWritten: 2, notWrittenByCheck: 2 });
    expect(proof?.finding).toBeUndefined();
  });

  test("the labels of the fixture are what the proofs count", () => {
    expect(BASE_LAB.labels.map(({ tests }) => tests.length)).toEqual([3, 1]);
  });
});
