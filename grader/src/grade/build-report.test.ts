/** Reports are put together from parts, and their sums are exact. */

import { describe, expect, test } from "@jest/globals";
import { selectLabels } from "../course/select.ts";
import { reportSchema, testStatuses } from "../report/report.ts";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { makeTest } from "../testing/make-report.ts";
import { buildLabel, buildReport, labelWithout, unreadableReport } from "./build-report.ts";

const course = fixtureCourse();
const head = { submission: "alice", seed: 2, durationMs: 12.6, deps: "own" as const, problems: [] };

describe("buildLabel", () => {
  test.each(testStatuses)("gives a test with status %s its points, or none", (status) => {
    const label = buildLabel("1", [makeTest({ status, max: 0.7 })]);
    expect(label).toMatchObject({ score: status === "passed" ? 0.7 : 0, max: 0.7 });
  });

  test("adds without binary noise", () => {
    const tests = Array.from({ length: 78 }, () => makeTest({ status: "passed", max: 0.1 }));
    expect(buildLabel("1", tests)).toMatchObject({ score: 7.8, max: 7.8 });
  });

  test("rounds times, and drops what a passed test has to say", () => {
    const [built] = buildLabel("1", [
      makeTest({ status: "passed", durationMs: 1.7, message: "look at me" }),
    ]).tests;
    expect(built).toMatchObject({ durationMs: 2, message: "" });
  });

  test("keeps the place of a failure", () => {
    const [built] = buildLabel("1", [makeTest({ file: "x.ts", line: 3 })]).tests;
    expect(built).toMatchObject({ file: "x.ts", line: 3 });
  });
});

describe("buildReport", () => {
  const label = (name: string, points: number) =>
    buildLabel(name, [makeTest({ status: "passed", max: points })]);

  test("puts labels of a lab together, in the order in which they come", () => {
    const report = buildReport(head, [
      { lab: "base", report: label("1", 0.1) },
      { lab: "base", report: label("2AA", 0.2) },
      { lab: "top", report: label("3A", 3) },
    ]);
    expect(reportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ score: 3.3, max: 3.3, durationMs: 13, seed: 2 });
    expect(report.labs.map((lab) => [lab.lab, lab.score, lab.labels.length])).toEqual([
      ["base", 0.3, 2],
      ["top", 3, 1],
    ]);
  });

  test("makes problems plain", () => {
    const problems = [{ code: "submission/x", message: "\u001b[31mred\u0007" }];
    expect(buildReport({ ...head, problems }, []).problems).toEqual([
      { code: "submission/x", message: "red\\x07" },
    ]);
  });
});

describe("labelWithout", () => {
  test("gives every selected test one outcome, and a command of its own", () => {
    const [selected] = selectLabels(course, { labels: ["1"], only: "adds" });
    if (selected === undefined) throw new Error("nothing selected");
    const outcome = { status: "rejected", message: "no", file: "x.ts", line: 1 } as const;
    const label = labelWithout(selected, outcome, { submission: "alice", seed: 4 });
    expect(label).toMatchObject({ label: "1", score: 0, max: 0.3 });
    expect(label.tests.map((one) => [one.name, one.status, one.file, one.replay])).toEqual([
      ["adds", "rejected", "x.ts", "npm run grade -- alice --label 1 -t adds --seed 4"],
      ["adds more", "rejected", "x.ts", "npm run grade -- alice --label 1 -t 'adds more' --seed 4"],
    ]);
  });
});

describe("unreadableReport", () => {
  test("has the maximum of what was selected, nothing of it, and the reason", () => {
    const problem = { code: "submission/no-files", message: "it is empty" };
    const report = unreadableReport(course, { labs: ["top"] }, head, problem);
    expect(reportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ submission: "alice", score: 0, max: 6, problems: [problem] });
  });
});
