/**
 * Grades variants of the reference solution: the solution everywhere, but some file with another
 * text. Mutants and the solution with one gap unwritten are both this, and both take the path of
 * every other submission.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TinyKvError } from "@tinykv/runtime";
import type { Course } from "../course/course.ts";
import { type GradeOptions, gradeSubmission } from "../grade/grade-submission.ts";
import type { LabelRunner } from "../grade/label-request.ts";
import { createPool } from "../grade/pool.ts";
import type { LabelReport } from "../report/report.ts";
import { runLabel } from "../run/run-label.ts";
import { WarmRunner } from "../run/warm-runner.ts";
import type { Submission, SubmittedFile } from "../submission/submission.ts";

/** The solution with another text for some of its files. */
export interface Variant {
  /** How its report calls it. */
  readonly name: string;
  readonly lab: string;
  /** The other texts, by path relative to the lab's folder. */
  readonly texts: ReadonlyMap<string, string>;
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
  /** Whether each variant has a process of its own, like a submission. */
  readonly isIsolated?: boolean;
  /** Runs a label; only tests give another one than the default. */
  readonly run?: LabelRunner;
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
  const owned = files.get(variant.lab);
  for (const [path, text] of variant.texts) {
    owned?.set(path, { text, path: owned.get(path)?.path ?? path });
  }
  return { name: variant.name, files, problems: [] };
}

/**
 * Grades each variant by its label, in warm processes unless told otherwise. A report that is not
 * what was hoped for is only believed from a process of its own: nobody is to look for a mistake
 * that an earlier variant has left behind.
 *
 * @param isAsExpected says whether the report on the variant of that index can stand
 * @returns one report per variant, in the order of `variants`
 * @throws whatever grading rejected with; variants themselves cannot make it fail
 */
export async function gradeVariants(
  course: Course,
  variants: readonly Variant[],
  options: VariantOptions,
  isAsExpected: (report: LabelReport, index: number) => boolean = () => true,
): Promise<LabelReport[]> {
  const pool = createPool(options.jobs);
  const gradeWith = (run: LabelRunner, variant: Variant): Promise<LabelReport> =>
    gradeVariant(course, variant, { ...options, pool, run });
  const warm = new WarmRunner();
  const isShared = options.isIsolated !== true;
  const alone = options.run ?? runLabel;
  const first = options.run ?? (isShared ? warm.run : alone);
  try {
    return await Promise.all(
      variants.map(async (variant, index) => {
        let report = await gradeWith(first, variant);
        if (isShared && !isAsExpected(report, index)) report = await gradeWith(alone, variant);
        options.onDone?.(variant, report);
        return report;
      }),
    );
  } finally {
    await warm.close();
  }
}

async function gradeVariant(
  course: Course,
  variant: Variant,
  { seed, signal, pool, run }: VariantOptions & Pick<GradeOptions, "pool" | "run">,
): Promise<LabelReport> {
  const report = await gradeSubmission(course, submissionOf(course, variant), {
    labels: [variant.label],
    only: variant.testTexts,
    deps: "own",
    seed,
    pool,
    ...(signal === undefined ? {} : { signal }),
    ...(run === undefined ? {} : { run }),
  });
  const label = report.labs[0]?.labels[0];
  if (label === undefined) throw new Error(`no report on ${variant.name}`);
  return label;
}
