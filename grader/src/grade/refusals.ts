/**
 * Finds what keeps a lab of a submission from being run at all: files that could not be taken,
 * imports that are not allowed, syntax errors. Each gives every test of the labels concerned its
 * status before a process is started.
 */

import type { Course, Lab } from "../course/course.ts";
import type { LabFileNames, SourceFinding } from "../imports/check-imports.ts";
import { checkSource } from "../imports/check-source.ts";
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

/** How a report names what was found in a file. */
const CODES: Readonly<Record<SourceFinding["kind"], string>> = {
  import: "submission/import",
  syntax: "submission/syntax",
};

/**
 * Every refusal of the submission, in the order of the course's labs and files.
 *
 * @throws the reason of `signal` once that is aborted
 */
export async function findRefusals(
  course: Course,
  submission: Submission,
  signal?: AbortSignal,
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const lab of course.labs) {
    refusals.push(...refusedFiles(lab, submission));
    // One after the other: a file may need a process of its own.
    for (const path of lab.config.owns) {
      refusals.push(...(await checkFile({ course, lab, submission, signal }, path)));
    }
  }
  return refusals;
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

/** What the files of a lab are checked for. */
interface Check {
  readonly course: Course;
  readonly lab: Lab;
  readonly submission: Submission;
  readonly signal: AbortSignal | undefined;
}

/**
 * What one file is not to be run for. A file that was not handed in is the course's own, and fine.
 */
async function checkFile(
  { course, lab, submission, signal }: Check,
  path: string,
): Promise<readonly Refusal[]> {
  const text = submission.files.get(lab.config.lab)?.get(path)?.text;
  if (text === undefined) return [];
  const earlier = course.labs.filter((one) => lab.config.dependsOn.includes(one.config.lab));
  const packages = [...lab.config.imports, ...earlier.map((one) => one.packageName)];
  const file = `labs/${lab.config.lab}/${path}`;
  const rules = lab.given === undefined ? { packages } : { packages, files: filesOf(lab) };
  const findings = await checkSource({ path, text, rules }, signal);
  return findings.map(({ kind, line, message }) => ({
    lab: lab.config.lab,
    file,
    line,
    // A typing error is not a forbidden act: it failed, like any code that does not work.
    status: kind === "syntax" ? "failed" : "rejected",
    problem: { code: CODES[kind], message: `${file}:${line}: ${message}` },
  }));
}

/** The files that a lab has wherever it is graded. */
function filesOf({ config, given = {} }: Lab): LabFileNames {
  return { owned: config.owns, given: Object.keys(given) };
}
