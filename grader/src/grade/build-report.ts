/**
 * Puts a report together. Points are given here and nowhere else: a test that passed has its
 * points, every other one has none, and sums are exact. Texts enter a report here too, and lose
 * whatever could harm a terminal; so every format may rely on that.
 */

import type { Course } from "../course/course.ts";
import { sumPoints } from "../course/points.ts";
import { type SelectedLabel, type Selection, selectLabels } from "../course/select.ts";
import { cutText, plainText } from "../report/plain-text.ts";
import type { LabelReport, Report, TestReport } from "../report/report.ts";
import type { SubmissionProblem } from "../submission/submission.ts";
import type { Deps } from "./complete-files.ts";
import { replayCommand } from "./replay-command.ts";

/** What a report says besides its labels. */
export interface ReportHead {
  readonly submission: string;
  readonly seed: number;
  readonly durationMs: number;
  readonly deps: Deps;
  readonly problems: readonly SubmissionProblem[];
}

/** One graded label, and the lab that it belongs to. */
export interface GradedLabel {
  readonly lab: string;
  readonly report: LabelReport;
}

/** A report over graded labels that are in the order of the course. */
export function buildReport(head: ReportHead, graded: readonly GradedLabel[]): Report {
  const names = [...new Set(graded.map((one) => one.lab))];
  const labs = names.map((lab) => {
    const labels = graded.filter((one) => one.lab === lab).map((one) => one.report);
    return { lab, score: sumOf(labels, "score"), max: sumOf(labels, "max"), labels };
  });
  return {
    submission: head.submission,
    score: sumOf(labs, "score"),
    max: sumOf(labs, "max"),
    seed: head.seed,
    durationMs: Math.round(head.durationMs),
    deps: head.deps,
    labs,
    problems: head.problems.map(({ code, message }) => ({ code, message: plainText(message) })),
  };
}

/** A label's report over the reports of its tests. */
export function buildLabel(label: string, tests: readonly TestReport[]): LabelReport {
  const scored = tests.map((test) => ({
    ...test,
    points: test.status === "passed" ? test.max : 0,
    durationMs: Math.round(test.durationMs),
    message: test.status === "passed" ? "" : cutText(plainText(test.message)),
  }));
  return { label, score: sumOf(scored, "points"), max: sumOf(scored, "max"), tests: scored };
}

/** Every test of a label with one and the same outcome, for labels that were never run. */
export function labelWithout(
  selected: SelectedLabel,
  outcome: Pick<TestReport, "status" | "message" | "file" | "line">,
  run: { readonly submission: string; readonly seed: number },
): LabelReport {
  const label = selected.label.label;
  const tests = selected.tests.map((test) => ({
    name: test.name,
    ...outcome,
    points: 0,
    max: test.points,
    durationMs: 0,
    seed: run.seed,
    replay: replayCommand({ ...run, label, test: test.name }),
  }));
  return buildLabel(label, tests);
}

/**
 * The report on a submission that could not be read: worth nothing, every test `rejected`, and the
 * reason in `problems` and at each test.
 */
export function unreadableReport(
  course: Course,
  selection: Selection,
  head: Omit<ReportHead, "problems">,
  problem: SubmissionProblem,
): Report {
  const outcome = { status: "rejected", message: problem.message } as const;
  const labels = selectLabels(course, selection).map((selected) => ({
    lab: selected.lab.config.lab,
    report: labelWithout(selected, outcome, head),
  }));
  return buildReport({ ...head, problems: [problem] }, labels);
}

/** The exact sum of one number over many parts of a report. */
function sumOf<Key extends string>(items: readonly Record<Key, number>[], key: Key): number {
  return sumPoints(items.map((item) => item[key]));
}
