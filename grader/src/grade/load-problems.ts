/**
 * Finds, in what the tests of a label say, that the lab could not be loaded. Every test then says
 * the same; the report says it once more, as a problem of the submission, where programs look for
 * why there are no points, and where people read it a single time.
 */

import type { SubmissionProblem } from "../submission/submission.ts";
import type { GradedLabel } from "./build-report.ts";

/**
 * Why lab code is not loaded (`packages/lab-kit`). The text is one line: a failure with steps
 * behind it happened in a test, and the test has to show them.
 */
const LOAD_FAILURE = /^(lab\/(?:import|missing-file|no-ambient|syntax)): (.+)$/;

/** The load failures of a submission, each once, in the order of the labels. */
export function loadProblems(graded: readonly GradedLabel[]): readonly SubmissionProblem[] {
  const messages = graded.flatMap(({ report: { tests } }) => {
    const [first] = tests;
    const isOfAll =
      first?.status === "failed" &&
      tests.every((one) => one.status === "failed" && one.message === first.message);
    return isOfAll ? [first.message] : [];
  });
  return [...new Set(messages)].flatMap((text) => {
    const [, code, message] = LOAD_FAILURE.exec(text) ?? [];
    return code === undefined || message === undefined ? [] : [{ code, message }];
  });
}
