/**
 * Finds what keeps a lab of a submission from being run at all: files that could not be taken,
 * imports that are not allowed, syntax errors. Each gives every test of the labels concerned its
 * status before a process is started.
 */

import type { Course, Lab } from "../course/course.ts";
import { checkImports, type SourceFinding } from "../imports/check-imports.ts";
import type { TestStatus } from "../report/report.ts";
import type { Submission, SubmissionProblem } from "../submission/submission.ts";

/** One reason not to run a lab. */
export interface Refusal {
  readonly lab: string;
  /** Relative to the course's root: `labs/standalone/src/raw-handlers.ts`. */
  readonly file: string;
  readonly line?: number;
  readonly status: Extract<TestStatus, "rejected" | "failed">;
  readonly problem: SubmissionProblem;
}

/** At most so many are noted per file: a file that imports 500 times wrongly is one mistake. */
const FINDINGS_PER_FILE_MAX = 5;

/** How a report names what was found in a file. */
const CODES: Readonly<Record<SourceFinding["kind"], string>> = {
  import: "submission/import",
  syntax: "submission/syntax",
};

/** Every refusal of the submission, in the order of the course's labs and files. */
export function findRefusals(course: Course, submission: Submission): readonly Refusal[] {
  return course.labs.flatMap((lab) => [
    ...refusedFiles(lab, submission),
    ...lab.config.owns.flatMap((path) => checkFile(course, lab, path, submission)),
  ]);
}

/**
 * The refusal to show for a label that runs the student's code of `labs`, if there is one. What was
 * rejected on purpose comes before what merely failed to parse.
 */
export function refusalFor(
  refusals: readonly Refusal[],
  labs: readonly Lab[],
): Refusal | undefined {
  const concerned = refusals.filter((one) => labs.some((lab) => lab.config.lab === one.lab));
  return concerned.find((one) => one.status === "rejected") ?? concerned[0];
}

/** What the readers of the submission have refused of this lab. */
function refusedFiles(lab: Lab, submission: Submission): readonly Refusal[] {
  return (submission.refused ?? [])
    .filter((file) => file.lab === lab.config.lab)
    .map(({ path, problem }) => {
      const file = `labs/${lab.config.lab}/${path}`;
      return { lab: lab.config.lab, file, status: "rejected", problem } as const;
    });
}

/**
 * What one file is not to be run for. A file that was not handed in is the course's own, and fine.
 */
function checkFile(
  course: Course,
  lab: Lab,
  path: string,
  submission: Submission,
): readonly Refusal[] {
  const text = submission.files.get(lab.config.lab)?.get(path)?.text;
  if (text === undefined) return [];
  const earlier = course.labs.filter((one) => lab.config.dependsOn.includes(one.config.lab));
  const packages = [...lab.config.imports, ...earlier.map((one) => one.packageName)];
  const file = `labs/${lab.config.lab}/${path}`;
  return checkImports(path, text, { packages })
    .slice(0, FINDINGS_PER_FILE_MAX)
    .map(({ kind, line, message }) => ({
      lab: lab.config.lab,
      file,
      line,
      // A typing error is not a forbidden act: it failed, like any code that does not work.
      status: kind === "syntax" ? "failed" : "rejected",
      problem: { code: CODES[kind], message: `${file}:${line}: ${message}` },
    }));
}
