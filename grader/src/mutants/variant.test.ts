/**
 * Variants of the solution: what is graded, how many at once, and how failures of grading come out.
 */

import { describe, expect, test } from "@jest/globals";
import type { LabelRunner } from "../grade/label-request.ts";
import type { LabelReport } from "../report/report.ts";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { stubRunner, textOf } from "../testing/stub-runner.ts";
import { gradeVariants, solutionTexts, type Variant } from "./variant.ts";

/** A variant of the first file of the base lab. */
function variant(name: string, more: Partial<Variant> = {}): Variant {
  const texts = new Map([["src/one.ts", `// ${name}\n`]]);
  return { name, lab: "base", texts, label: "1", ...more };
}

describe("solutionTexts()", () => {
  test("has every owned file of every lab, with the place where it is", () => {
    const course = fixtureCourse();
    const texts = solutionTexts(course);
    expect([...texts].map(([lab, files]) => [lab, [...files.keys()]])).toEqual([
      ["base", ["src/one.ts", "src/deep/two.ts"]],
      ["top", ["src/three.ts"]],
    ]);
    expect(texts.get("base")?.get("src/one.ts")?.path).toBe(
      `${String(course.solution)}/base/src/one.ts`,
    );
  });
});

describe("gradeVariants()", () => {
  test("grades each by its label only, and keeps the order", async () => {
    const { run, requests } = stubRunner();
    const variants = [variant("a"), variant("b", { label: "2AA" }), variant("c")];
    const reports = await gradeVariants(fixtureCourse(), variants, { jobs: 3, seed: 5, run });
    expect(reports.map(({ label }) => label)).toEqual(["1", "2AA", "1"]);
    expect(requests.map(({ label }) => label.label).sort()).toEqual(["1", "1", "2AA"]);
  });

  test("one variant does not show in another", async () => {
    const { run, requests } = stubRunner();
    const variants = [
      variant("a"),
      variant("b", { texts: new Map([["src/deep/two.ts", "// b"]]) }),
    ];
    await gradeVariants(fixtureCourse(), variants, { jobs: 1, seed: 1, run });
    expect(requests.map((request) => textOf(request, "base", "src/one.ts")?.slice(0, 4))).toEqual([
      "// a",
      "/** ",
    ]);
  });

  test("stack traces lead to the file of the solution", async () => {
    const { run, requests } = stubRunner();
    await gradeVariants(fixtureCourse(), [variant("a")], { jobs: 1, seed: 1, run });
    const file = requests[0]?.files.get("base")?.get("src/one.ts");
    expect(file?.path).toMatch(/solution\/base\/src\/one\.ts$/);
  });

  test.each([1, 2, 4])("runs at most %d at once", async (jobs) => {
    let running = 0;
    let most = 0;
    const { run: inner } = stubRunner();
    const run: LabelRunner = async (request) => {
      running += 1;
      most = Math.max(most, running);
      const reports = await inner(request);
      running -= 1;
      return reports;
    };
    const variants = ["a", "b", "c", "d", "e", "f"].map((name) => variant(name));
    await gradeVariants(fixtureCourse(), variants, { jobs, seed: 1, run });
    expect(most).toBe(jobs);
  });

  describe("of a report that is not as expected", () => {
    /** Fails every test of a first run, as if something had been left in its process. */
    const disturbed = () => {
      const seen = new Set<unknown>();
      return stubRunner((name, request) => {
        const key = `${name} of ${textOf(request, "base", "src/one.ts") ?? ""}`;
        const status = seen.has(key) ? "passed" : "failed";
        seen.add(key);
        return { status };
      });
    };
    const isAsExpected = ({ tests }: LabelReport) => tests.every((one) => one.status === "passed");

    test("only the second one counts, from a process of its own", async () => {
      const { run, requests } = disturbed();
      const options = { jobs: 1, seed: 1, run };
      const variants = [variant("a"), variant("b")];
      const reports = await gradeVariants(fixtureCourse(), variants, options, isAsExpected);
      expect(reports.map(isAsExpected)).toEqual([true, true]);
      expect(requests).toHaveLength(4);
    });

    test("the first one counts if it was that already", async () => {
      const { run, requests } = disturbed();
      const options = { jobs: 1, seed: 1, run, isIsolated: true };
      const reports = await gradeVariants(fixtureCourse(), [variant("a")], options, isAsExpected);
      expect(reports.map(isAsExpected)).toEqual([false]);
      expect(requests).toHaveLength(1);
    });
  });

  test("a grader that fails is not a result", async () => {
    const run: LabelRunner = () => Promise.reject(new Error("no process could be started"));
    const grading = gradeVariants(fixtureCourse(), [variant("a")], { jobs: 1, seed: 1, run });
    await expect(grading).rejects.toThrow("no process could be started");
  });
});
