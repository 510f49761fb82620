/** Grading one submission, with a runner that needs no processes. */

import { describe, expect, test } from "@jest/globals";
import { reportSchema, type TestReport } from "../report/report.ts";
import { fixtureCourse, WITHOUT_SOLUTION } from "../testing/fixture-course.ts";
import { makeSubmission } from "../testing/make-submission.ts";
import { type StubPlan, stubRunner, textOf } from "../testing/stub-runner.ts";
import type { GradeEvent, GradeOptions } from "./grade-submission.ts";
import { gradeSubmission } from "./grade-submission.ts";
import type { LabelRunner } from "./label-request.ts";
import { createPool } from "./pool.ts";

const course = fixtureCourse();
const whole = makeSubmission({
  "base/src/one.ts": "export const one = 1;",
  "base/src/deep/two.ts": "export const two = 2;",
  "top/src/three.ts": 'export { one } from "@course/base";',
});

function options(run: LabelRunner, more: Partial<GradeOptions> = {}): GradeOptions {
  return { deps: "own", seed: 3, pool: createPool(2), run, ...more };
}

/** Grades `submission` by a plan. */
function grade(submission = whole, plan?: StubPlan, more: Partial<GradeOptions> = {}) {
  return gradeSubmission(course, submission, options(stubRunner(plan).run, more));
}

function statuses(report: Awaited<ReturnType<typeof grade>>): string[] {
  return report.labs.flatMap((lab) =>
    lab.labels.map((label) => `${label.label}: ${label.tests.map((t) => t.status).join(" ")}`),
  );
}

describe("gradeSubmission", () => {
  test("gives a report of the contract's shape", async () => {
    const report = await grade();
    expect(reportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      ...{ submission: "alice.zip", score: 10, max: 10, seed: 3, deps: "own", problems: [] },
    });
    expect(report.labs.map(({ lab, score, max }) => [lab, score, max])).toEqual([
      ["base", 4, 4],
      ["top", 6, 6],
    ]);
  });

  test("lists first what keeps a lab from being run", async () => {
    const note = { code: "submission/given-file", message: "it differs" };
    const empty = { code: "submission/empty-file", message: "it is empty" };
    const submission = makeSubmission(
      { "base/src/one.ts": "export const one = 1;", "top/src/three.ts": 'import "node:fs";' },
      { problems: [note, empty] },
    );
    const message = "lab/syntax: labs/base/src/one.ts:1: no enum";
    const { problems } = await grade(submission, () => ({ status: "failed", message }));
    expect(problems.map(({ code }) => code)).toEqual([
      ...["submission/import", "submission/empty-file", "lab/syntax", "submission/given-file"],
    ]);
  });

  test("gives points for passed tests only, and exact sums", async () => {
    const report = await grade(whole, (name) => ({
      status: name.startsWith("adds") ? "passed" : "failed",
      message: "wrong",
    }));
    expect(report.score).toBe(0.3);
    expect(JSON.stringify(report)).not.toContain("0.30000000000000004");
    expect(report.labs[0]?.labels[0]?.tests.map((t) => [t.points, t.max])).toEqual([
      [0.1, 0.1],
      [0.2, 0.2],
      [0, 1.7],
    ]);
  });

  test("does not believe a runner about points", async () => {
    const liar: LabelRunner = async (request) => {
      const { run } = stubRunner(() => ({ status: "failed" }));
      return (await run(request)).map((one) => ({ ...one, points: 100 }));
    };
    expect((await gradeSubmission(course, whole, options(liar))).score).toBe(0);
  });

  test("orders by the course, whatever ends first", async () => {
    const { run } = stubRunner();
    const backwards: LabelRunner = async (request) => {
      const turns = request.label.label === "1" ? 20 : 1;
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      return run(request);
    };
    const report = await gradeSubmission(
      course,
      whole,
      options(backwards, { pool: createPool(8) }),
    );
    expect(statuses(report).map((line) => line.split(":")[0])).toEqual(["1", "2AA", "3A"]);
  });

  test("runs no more labels at once than the pool has places", async () => {
    const { run } = stubRunner();
    let running = 0;
    let most = 0;
    const counting: LabelRunner = async (request) => {
      running += 1;
      most = Math.max(most, running);
      const tests = await run(request);
      running -= 1;
      return tests;
    };
    const pool = createPool(2);
    await Promise.all(
      [1, 2, 3].map(() => gradeSubmission(course, whole, options(counting, { pool }))),
    );
    expect(most).toBe(2);
  });

  test("grades only what was selected", async () => {
    const { run, requests } = stubRunner();
    const report = await gradeSubmission(
      course,
      whole,
      options(run, { labels: ["1"], only: "more" }),
    );
    expect(requests.map((one) => one.tests.map((t) => t.name))).toEqual([["adds more"]]);
    expect([report.score, report.max]).toEqual([0.2, 0.2]);
    await expect(grade(whole, undefined, { labels: ["7"] })).rejects.toThrow("grade/unknown-label");
  });

  test("gives the runner complete files, the seed and the debug wish", async () => {
    const { run, requests } = stubRunner();
    const partly = makeSubmission({ "base/src/one.ts": "mine" });
    await gradeSubmission(course, partly, options(run, { labels: ["3A"], debug: true }));
    const [request] = requests;
    if (request === undefined) throw new Error("nothing was run");
    expect([request.seed, request.debug]).toEqual([3, true]);
    expect(textOf(request, "base", "src/one.ts")).toBe("mine");
    expect(textOf(request, "top", "src/three.ts")).toContain('todo("3A", "three")');
  });

  test("names the command that runs each test again", async () => {
    const report = await grade(whole, undefined, { labels: ["1"] });
    expect(report.labs[0]?.labels[0]?.tests[1]?.replay).toBe(
      "npm run grade -- alice.zip --label 1 -t 'adds more' --seed 3",
    );
  });

  test("keeps a student's text plain and short", async () => {
    const message = `\u001b[31mred\u001b[0m \u0007\u202e${"x".repeat(20_000)}`;
    const report = await grade(whole, () => ({ status: "failed", message }));
    const text = report.labs[0]?.labels[0]?.tests[0]?.message ?? "";
    expect(text.startsWith("red \\x07\\u202exxx")).toBe(true);
    expect(text.length).toBeLessThan(9_000);
    expect(text).toMatch(/… \(\d+ characters more\)$/);
  });

  test("tells what happens as it happens", async () => {
    const events: string[] = [];
    const onEvent = (event: GradeEvent): void => {
      const what = "test" in event ? event.test.name : "name" in event ? event.name : "";
      events.push(`${event.submission} ${event.label} ${event.type} ${what}`.trim());
    };
    await grade(whole, undefined, { labels: ["2AA"], onEvent });
    expect(events).toEqual([
      "alice.zip 2AA label-start",
      "alice.zip 2AA test-start goes on",
      "alice.zip 2AA test-end goes on",
      "alice.zip 2AA label-end",
    ]);
  });

  test("stops when it is told to, without starting what still waits", async () => {
    const stop = new AbortController();
    const { run, requests } = stubRunner((name) => {
      if (name === "adds") stop.abort(new Error("enough"));
      return { status: "passed" };
    });
    const grading = grade(whole, undefined, { run, pool: createPool(1), signal: stop.signal });
    await expect(grading).rejects.toThrow("enough");
    expect(requests.length).toBe(1);
  });

  test("fails if the runner fails: no report is better than a wrong one", async () => {
    const broken: LabelRunner = async () => {
      throw new Error("no memory");
    };
    await expect(gradeSubmission(course, whole, options(broken))).rejects.toThrow("no memory");
  });
});

describe("gradeSubmission does not run", () => {
  const bad = makeSubmission({
    "base/src/one.ts": 'import { todo } from "@tinykv/runtime";\nimport "node:fs";',
    "top/src/three.ts": "export const three = 3;",
  });

  test("a lab with a forbidden import, nor a lab that stands on it", async () => {
    const { run, requests } = stubRunner();
    const report = await gradeSubmission(course, bad, options(run));
    expect(requests).toEqual([]);
    expect(statuses(report)).toEqual([
      "1: rejected rejected rejected",
      "2AA: rejected",
      "3A: rejected",
    ]);
    const test: TestReport | undefined = report.labs[1]?.labels[0]?.tests[0];
    expect([test?.file, test?.line, test?.points]).toEqual(["labs/base/src/one.ts", 2, 0]);
    expect(test?.message).toBe(
      'labs/base/src/one.ts:2: import of "node:fs" is not allowed; ' +
        "this lab may import @tinykv/runtime, files of the lab's own src folder",
    );
    expect(report.problems).toEqual([{ code: "submission/import", message: test?.message }]);
    expect(report.max).toBe(10);
  });

  test("but a lab that stands on the reference solution instead", async () => {
    const report = await grade(bad, undefined, { deps: "reference" });
    expect(statuses(report)).toEqual([
      "1: rejected rejected rejected",
      "2AA: rejected",
      "3A: passed",
    ]);
    expect(report.score).toBe(6);
  });

  test("a lab with a syntax error, which is failed with its line", async () => {
    const report = await grade(makeSubmission({ "top/src/three.ts": "\nexport const = 3;" }));
    expect(statuses(report)).toEqual(["1: passed passed passed", "2AA: passed", "3A: failed"]);
    expect(report.labs[1]?.labels[0]?.tests[0]).toMatchObject({
      file: "labs/top/src/three.ts",
      line: 2,
      message: expect.stringMatching(/^labs\/top\/src\/three\.ts:2: syntax error: /),
    });
    expect(report.problems.map(({ code }) => code)).toEqual(["submission/syntax"]);
  });

  test("a lab of which a file was refused", async () => {
    const problem = { code: "submission/symlink", message: "labs/top/src/three.ts is a link" };
    const refused = [{ lab: "top", path: "src/three.ts", problem }];
    const report = await grade(makeSubmission({}, { problems: [problem], refused }));
    expect(statuses(report)[2]).toBe("3A: rejected");
    expect(report.labs[1]?.labels[0]?.tests[0]?.message).toBe("labs/top/src/three.ts is a link");
    // Told once, though it is both a note on the submission and a reason not to run.
    expect(report.problems).toEqual([problem]);
  });

  test("anything on a reference solution that is not there", async () => {
    const copy = fixtureCourse(WITHOUT_SOLUTION);
    const { run } = stubRunner();
    await expect(gradeSubmission(copy, whole, options(run, { deps: "reference" }))).rejects.toThrow(
      "submission/no-solution",
    );
  });

  test("notes at most a few of many findings in one file", async () => {
    const text = Array.from({ length: 50 }, () => 'import "node:fs";').join("\n");
    const report = await grade(makeSubmission({ "top/src/three.ts": text }));
    expect(report.problems.length).toBe(5);
  });
});
