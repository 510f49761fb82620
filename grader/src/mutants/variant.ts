/**
 * Grades variants of the reference solution: the solution everywhere, but one file with another
 * text. Mutants and the solution with one gap unwritten are both this, and both take the path of
 * every other submission.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TinyKvError } from "@tinykv/runtime";
import type { Course } from "../course/course.ts";
import { type GradeOptions, gradeSubmission } from "../grade/grade-submission.ts";
import { createPool } from "../grade/pool.ts";
import type { LabelReport } from "../report/report.ts";
import type { Submission, SubmittedFile } from "../submission/submission.ts";

/** The solution with another text for one of its files. */
export interface Variant {
  /** How its report calls it. */
  readonly name: string;
  readonly lab: string;
  /** Relative to the lab's folder. */
  readonly path: string;
  readonly text: string;
  /** The label to grade it by. */
  readonly label: string;
  /** Texts of which a test's name must contain one to be run; without them all of the label are. */
  readonly testTexts?: readonly string[];
}

/** How to grade variants. */
export interface VariantOptions {
  /** How many labels run at once. */
  readonly jobs: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Called as variants are done, in the order in which they end. */
  readonly onDone?: (variant: Variant, report: LabelReport) => void;
  /** Runs a label; only tests give another one than the default. */
  readonly run?: NonNullable<GradeOptions["run"]>;
}

/**
 * Every owned file of every lab, as the reference solution has it.
 *
 * @throws {TinyKvError} `course/no-solution`
 */
export function solutionTexts(course: Course): Map<string, Map<string, SubmittedFile>> {
  const { solution } = course;
  if (solution === undefined) {
    throw new TinyKvError("course/no-solution", "this copy of the course has no solution/");
  }
  return new Map(
    course.labs.map(({ config }) => {
      const files = config.owns.map((path): [string, SubmittedFile] => {
        const place = join(solution, config.lab, path);
        return [path, { text: readFileSync(place, "utf8"), path: place }];
      });
      return [config.lab, new Map(files)];
    }),
  );
}

function submissionOf(course: Course, variant: Variant): Submission {
  const files = solutionTexts(course);
  const place = files.get(variant.lab)?.get(variant.path)?.path ?? variant.path;
  files.get(variant.lab)?.set(variant.path, { text: variant.text, path: place });
  return { name: variant.name, files, problems: [] };
}

/**
 * Grades each variant by its label.
 *
 * @returns one report per variant, in the order of `variants`
 * @throws whatever grading rejected with; variants themselves cannot make it fail
 */
export async function gradeVariants(
  course: Course,
  variants: readonly Variant[],
  options: VariantOptions,
): Promise<LabelReport[]> {
  const pool = createPool(options.jobs);
  return Promise.all(
    variants.map(async (variant) => {
      const report = await gradeSubmission(course, submissionOf(course, variant), {
        labels: [variant.label],
        only: variant.testTexts,
        deps: "own",
        seed: options.seed,
        pool,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.run === undefined ? {} : { run: options.run }),
      });
      const label = report.labs[0]?.labels[0];
      if (label === undefined) throw new Error(`no report on ${variant.name}`);
      options.onDone?.(variant, label);
      return label;
    }),
  );
}
