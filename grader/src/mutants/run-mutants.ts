/** Grades mutants of the reference solution, all of them through the path of every submission. */

import { TinyKvError } from "@tinykv/runtime";
import { type Course, mustFindLab } from "../course/course.ts";
import type { SubmittedFile } from "../submission/submission.ts";
import { applyEdits } from "./apply-edits.ts";
import { type Judgement, judgeMutant } from "./judge-mutant.ts";
import type { Mutant } from "./mutants-config.ts";
import { gradeVariants, solutionTexts, type Variant, type VariantOptions } from "./variant.ts";

type Texts = ReadonlyMap<string, ReadonlyMap<string, SubmittedFile>>;

/** How to run mutants. */
export interface MutantOptions extends VariantOptions {
  /** Runs only the tests that are named for a mutant: whether it is found, but not by how many. */
  readonly namedOnly?: boolean;
}

function variantOf(course: Course, texts: Texts, mutant: Mutant, namedOnly: boolean): Variant {
  const { config } = mustFindLab(course, mutant.lab);
  const file = texts.get(mutant.lab)?.get(mutant.file);
  if (file === undefined) {
    const owned = config.owns.join(", ");
    const what = `mutant ${mutant.id}: lab ${mutant.lab} has no owned file ${mutant.file}`;
    throw new TinyKvError("mutants/unknown-file", `${what}; it has ${owned}`);
  }
  if (!config.labels.some(({ label }) => label === mutant.label)) {
    const what = `mutant ${mutant.id}: lab ${mutant.lab} has no label ${mutant.label}`;
    throw new TinyKvError("mutants/unknown-label", `${what}; correct its data`);
  }
  const { lab, file: path, label } = mutant;
  const variant = { name: mutant.id, lab, path, label, text: applyEdits(file.text, mutant) };
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
  const reports = await gradeVariants(course, variants, options);
  return reports.flatMap((report, index) => {
    const mutant = mutants[index];
    return mutant === undefined ? [] : [judgeMutant(mutant, report)];
  });
}
