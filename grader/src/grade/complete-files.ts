/**
 * Decides, for a label, which text stands in for every owned file of every lab that will run: the
 * student's, the skeleton's where nothing was handed in, or the reference solution's where the labs
 * underneath are to be taken from there (`--deps reference`).
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Course, type Lab, withDependencies } from "../course/course.ts";
import { cutSkeleton } from "../skeleton/cut-skeleton.ts";
import type { Submission, SubmittedFile } from "../submission/submission.ts";
import { SubmissionError } from "../submission/submission-error.ts";

/** Whose code a lab runs on: the student's own earlier labs, or those of the reference solution. */
export type Deps = "own" | "reference";

/** Owned files by lab, and by path relative to the lab's folder. */
export type LabFiles = ReadonlyMap<string, ReadonlyMap<string, SubmittedFile>>;

/**
 * The complete owned files of `lab` and of every lab that it depends on.
 *
 * @throws {SubmissionError} `submission/no-solution` for `reference` in a copy of the course that
 *   has no solution
 */
export function completeFiles(
  course: Course,
  submission: Submission,
  lab: Lab,
  deps: Deps,
): LabFiles {
  const labs = withDependencies(course, lab).map((one) => {
    const isOwn = one === lab || deps === "own";
    const text = (path: string) =>
      isOwn
        ? (submission.files.get(one.config.lab)?.get(path) ?? skeletonFile(course, one, path))
        : referenceFile(course, one, path);
    return [one.config.lab, new Map(one.config.owns.map((path) => [path, text(path)]))] as const;
  });
  return new Map(labs);
}

/** The labs whose files come from the student when `lab` is graded. */
export function labsFromStudent(course: Course, lab: Lab, deps: Deps): readonly Lab[] {
  return deps === "own" ? withDependencies(course, lab) : [lab];
}

/**
 * An owned file as the course gives it. It is cut out of the solution where there is one, so that a
 * grader whose own working tree has been solved still knows what "not written" looks like.
 */
function skeletonFile(course: Course, lab: Lab, path: string): SubmittedFile {
  const place = join(lab.folder, path);
  if (course.solution === undefined) return { text: readFileSync(place, "utf8"), path: place };
  const source = readFileSync(join(course.solution, lab.config.lab, path), "utf8");
  return { text: cutSkeleton(source, `solution/${lab.config.lab}/${path}`), path: place };
}

/** An owned file as the reference solution has it. Its markers are comments, and may stay. */
function referenceFile(course: Course, lab: Lab, path: string): SubmittedFile {
  if (course.solution === undefined) {
    throw new SubmissionError(
      "submission/no-solution",
      "this copy of the course has no reference solution, so --deps reference cannot work",
    );
  }
  const place = join(course.solution, lab.config.lab, path);
  return { text: readFileSync(place, "utf8"), path: place };
}
