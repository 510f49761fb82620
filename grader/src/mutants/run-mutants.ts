/** Grades mutants of the reference solution, all of them through the path of every submission. */

import { TinyKvError } from "@tinykv/runtime";
import { type Course, mustFindLab } from "../course/course.ts";
import type { LabelReport } from "../report/report.ts";
import { type Judgement, judgeMutant } from "./judge-mutant.ts";
import { mutantTexts, type SolutionTexts } from "./mutant-texts.ts";
import type { Mutant } from "./mutants-config.ts";
import { gradeVariants, solutionTexts, type Variant, type VariantOptions } from "./variant.ts";

/** How to run mutants. */
export interface MutantOptions extends VariantOptions {
  /** Runs only the tests that are named for a mutant: whether it is found, but not by how many. */
  readonly namedOnly?: boolean;
}

function variantOf(
  course: Course,
  solution: SolutionTexts,
  mutant: Mutant,
  namedOnly: boolean,
): Variant {
  const { id, lab, label } = mutant;
  const texts = mutantTexts(course, solution, mutant);
  if (!mustFindLab(course, lab).config.labels.some((known) => known.label === label)) {
    const what = `mutant ${id}: lab ${lab} has no label ${label}`;
    throw new TinyKvError("mutants/unknown-label", `${what}; correct its data`);
  }
  const variant = { name: id, lab, label, texts };
  // A right variant must pass every test there is.
  return namedOnly && mutant.expect === "killed"
    ? { ...variant, testTexts: mutant.caughtBy }
    : variant;
}

/**
 * Grades each mutant by its label.
 *
 * @returns one judgement per mutant, in the order of `mutants`
 * @throws {TinyKvError} `mutants/…` for data that does not fit the solution, before anything is
 *   run; `course/no-solution`
 */
export async function runMutants(
  course: Course,
  mutants: readonly Mutant[],
  options: MutantOptions,
): Promise<Judgement[]> {
  const texts = solutionTexts(course);
  const variants = mutants.map((mutant) =>
    variantOf(course, texts, mutant, options.namedOnly === true),
  );
  const judge = (report: LabelReport, index: number): Judgement[] => {
    const mutant = mutants[index];
    return mutant === undefined ? [] : [judgeMutant(mutant, report)];
  };
  const reports = await gradeVariants(course, variants, options, (report, index) =>
    judge(report, index).every(({ verdict }) => verdict === "ok"),
  );
  return reports.flatMap(judge);
}
