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

/**
 * Whether a test was given up because others had taken their processes down. It counts as they do,
 * but it is them that a person has to look at.
 */
export function wasNotRun({ status, message }: Pick<TestReport, "status" | "message">): boolean {
  return (status === "timeout" || status === "crashed") && message.startsWith("not run: ");
}

/**
 * The groups of one label: failures, then what they kept from running, then what is not written.
 */
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
  const rank = (group: TestGroup): number => {
    if (group.status === "not-written") return 2;
    return wasNotRun(group) ? 1 : 0;
  };
  return all.toSorted((a, b) => rank(a) - rank(b));
}

/** Problems for which every test of a lab has failed, because the lab was not run. */
const NOT_RUN = /^(?:submission\/syntax|lab\/.+)$/;

/**
 * The groups of all labels but for those that only repeat a problem of the whole submission, which
 * a display shows once and above them.
 */
export function untold({ labs, problems }: Report): readonly TestGroup[] {
  const isTold = ({ status, message }: TestGroup): boolean =>
    problems.some(
      (problem) =>
        (status === "rejected" || (status === "failed" && NOT_RUN.test(problem.code))) &&
        // What the lab's own process reports has the code in front.
        (message === problem.message || message === `${problem.code}: ${problem.message}`),
    );
  return labs.flatMap((lab) => lab.labels.flatMap(groupFailures)).filter((one) => !isTold(one));
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
  const ran = tests.filter((test) => !wasNotRun(test));
  const counted = STATUS_WORDS.map(([status, word]) => {
    const count = ran.filter((test) => test.status === status).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const notRun = tests.length - ran.length;
  if (notRun > 0) counted.push([`${notRun} not run`]);
  return counted.flat().join(", ") || "no tests";
}

/** Every test of a report. */
export function testsOf(report: Report): readonly TestReport[] {
  return report.labs.flatMap((lab) => lab.labels.flatMap((label) => label.tests));
}
