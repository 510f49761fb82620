/**
 * Groups the tests of a report that did not pass and say the same. A submission that crashes says
 * one thing thirty times; a person wants to read it once.
 */

import type { LabelReport, Report, TestReport, TestStatus } from "./report.ts";

/** Tests with the same outcome, in the order of the report. */
export interface TestGroup {
  readonly label: string;
  readonly status: TestStatus;
  readonly message: string;
  /** Never empty. */
  readonly tests: readonly TestReport[];
  /** The first of `tests`, to name and to run again. */
  readonly first: TestReport;
}

/** The groups of one label; failures before what is merely not written. */
export function groupFailures({ label, tests }: LabelReport): readonly TestGroup[] {
  const groups = new Map<string, TestGroup>();
  for (const test of tests) {
    if (test.status === "passed") continue;
    const key = JSON.stringify([test.status, test.message, test.file, test.line]);
    const { status, message } = test;
    const group = groups.get(key) ?? { label, status, message, tests: [], first: test };
    groups.set(key, { ...group, tests: [...group.tests, test] });
  }
  const all = [...groups.values()];
  const isUnwritten = (group: TestGroup) => group.status === "not-written";
  return [...all.filter((group) => !isUnwritten(group)), ...all.filter(isUnwritten)];
}

/**
 * The groups of all labels but for those that only repeat a problem of the whole submission, which
 * a display shows once and above them.
 */
export function untold({ labs, problems }: Report): readonly TestGroup[] {
  const told = new Set(problems.map((problem) => problem.message));
  return labs
    .flatMap((lab) => lab.labels.flatMap(groupFailures))
    .filter((group) => group.status !== "rejected" || !told.has(group.message));
}

/** In the order in which counts are told. */
const STATUS_WORDS: readonly (readonly [TestStatus, string])[] = [
  ["passed", "passed"],
  ["failed", "failed"],
  ["timeout", "timed out"],
  ["crashed", "crashed"],
  ["rejected", "rejected"],
  ["not-written", "not written"],
];

/** A status for people. */
export function statusWord(status: TestStatus): string {
  return STATUS_WORDS.find(([one]) => one === status)?.[1] ?? status;
}

/** `18 passed, 3 failed, 2 not written`. */
export function countStatuses(tests: readonly TestReport[]): string {
  const counted = STATUS_WORDS.map(([status, word]) => {
    const count = tests.filter((test) => test.status === status).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counted.flat().join(", ") || "no tests";
}

/** Every test of a report. */
export function testsOf(report: Report): readonly TestReport[] {
  return report.labs.flatMap((lab) => lab.labels.flatMap((label) => label.tests));
}
