/**
 * Grades several submissions in one call: reads each, grades what could be read, and gives every
 * one of them a report, in the order in which they were named. No submission can stop another.
 */

import { performance } from "node:perf_hooks";
import pMap from "p-map";
import type { Course } from "../course/course.ts";
import { selectLabels } from "../course/select.ts";
import type { Report } from "../report/report.ts";
import type { SubmissionLimits } from "../submission/limits.ts";
import {
  readSubmission,
  type SubmissionSource,
  submissionName,
} from "../submission/read-submission.ts";
import { SubmissionError } from "../submission/submission-error.ts";
import { unreadableReport } from "./build-report.ts";
import { labsFromStudent } from "./complete-files.ts";
import { type GradeOptions, gradeSubmission } from "./grade-submission.ts";

/** What became of one submission. */
export type Graded =
  | { readonly outcome: "graded"; readonly report: Report }
  /** The report has a score of 0, and says why in `problems`. */
  | { readonly outcome: "unreadable"; readonly report: Report; readonly error: SubmissionError }
  /** The grader is at fault; the report says so, and its score means nothing. */
  | { readonly outcome: "grader-failed"; readonly report: Report; readonly error: unknown };

/** How to grade several submissions. */
export interface GradeAllOptions extends GradeOptions {
  /** The folder that relative paths of submissions are meant from. Absolute. */
  readonly from: string;
  /** How many submissions are worked on at once. */
  readonly jobs: number;
  readonly limits?: SubmissionLimits;
}

/**
 * Grades every source.
 *
 * @throws {UsageError} if the selection names what is not there
 * @throws the reason of `signal` once that is aborted and nothing runs any more
 */
export async function gradeAll(
  course: Course,
  sources: readonly SubmissionSource[],
  options: GradeAllOptions,
): Promise<readonly Graded[]> {
  // A wrong selection is wrong for all of them, and must not look like one failure each.
  selectLabels(course, options);
  const graded = await pMap(sources, (source) => gradeOne(course, source, options), {
    concurrency: options.jobs,
  });
  options.signal?.throwIfAborted();
  return graded;
}

/**
 * One submission, from its source to its report. Never rejects: what is thrown on the way is the
 * outcome of this submission, and of no other.
 */
async function gradeOne(
  course: Course,
  source: SubmissionSource,
  options: GradeAllOptions,
): Promise<Graded> {
  const start = performance.now();
  const failed = (code: string, message: string) => {
    const head = { submission: submissionName(source), seed: options.seed, deps: options.deps };
    const durationMs = performance.now() - start;
    return unreadableReport(course, options, { ...head, durationMs }, { code, message });
  };
  try {
    const { from, limits } = options;
    const submission = await readSubmission(course, source, {
      from,
      labs: labsToRead(course, options),
      ...(limits === undefined ? {} : { limits }),
    });
    return { outcome: "graded", report: await gradeSubmission(course, submission, options) };
  } catch (error) {
    if (error instanceof SubmissionError) {
      return { outcome: "unreadable", report: failed(error.code, error.sentence), error };
    }
    const why = error instanceof Error ? error.message : String(error);
    const sentence = `the grader failed, so this score means nothing (${why})`;
    return { outcome: "grader-failed", report: failed("grader/failed", sentence), error };
  }
}

/** The labs whose files matter for what is graded. */
function labsToRead(course: Course, options: GradeAllOptions): readonly string[] {
  const labs = selectLabels(course, options).map((selected) => selected.lab);
  const needed = labs.flatMap((lab) => labsFromStudent(course, lab, options.deps));
  return [...new Set(needed.map((lab) => lab.config.lab))];
}
