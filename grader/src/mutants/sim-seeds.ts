/**
 * How hard mutants are to find by simulation: each is run by the simulated tests of its label
 * alone, with one seed after the other, until one of them fails.
 *
 * It says what a random run is worth, and which mistakes need a test of their own.
 */

import type { Course } from "../course/course.ts";
import { mutantTexts } from "./mutant-texts.ts";
import type { Mutant } from "./mutants-config.ts";
import { gradeVariants, solutionTexts, type Variant, type VariantOptions } from "./variant.ts";

/** What came of one mutant. */
export interface SimFinding {
  readonly mutant: Mutant;
  /** How many seeds it took; absent: it was not found. */
  readonly seeds?: number;
  /** What failed first: the name of the broken promise, or the code of an error. */
  readonly failure?: string;
}

/** How long to look, and by which tests. */
export interface SimSearch extends VariantOptions {
  readonly seedsMax: number;
  /** Texts of which a test's name must contain one. Default: those of simulated tests. */
  readonly testTexts?: readonly string[];
}

/** Every simulated test has this in its name. */
const SIMULATED = ["sim:"];

/**
 * Looks for each mutant under the seeds from 1 to `seedsMax`.
 *
 * @param mutants of a lab with simulated tests; right variants are left out
 * @returns one finding per wrong mutant, in their order
 */
export async function findBySimulation(
  course: Course,
  mutants: readonly Mutant[],
  { seedsMax, testTexts = SIMULATED, ...options }: SimSearch,
): Promise<SimFinding[]> {
  const texts = solutionTexts(course);
  const wrong = mutants.filter(({ expect }) => expect === "killed");
  const found = new Map<Mutant, SimFinding>();
  for (let seed = 1; seed <= seedsMax && found.size < wrong.length; seed += 1) {
    const left = wrong.filter((mutant) => !found.has(mutant));
    const variants = left.map((mutant): Variant => {
      const { id, lab, label } = mutant;
      const changed = mutantTexts(course, texts, mutant);
      return { name: id, lab, label, texts: changed, testTexts };
    });
    const reports = await gradeVariants(course, variants, { ...options, seed });
    for (const [at, { tests }] of reports.entries()) {
      const mutant = left[at];
      const failed = tests.find(({ status }) => status !== "passed");
      if (mutant === undefined || failed === undefined) continue;
      found.set(mutant, { mutant, seeds: seed, failure: nameOf(failed.message) });
    }
  }
  return wrong.map((mutant) => found.get(mutant) ?? { mutant });
}

/** The part of a failure's first line before its reason. */
function nameOf(message: string): string {
  const [line = ""] = message.split("\n", 1);
  const [name = ""] = line.split(":", 1);
  return /^[\w /-]{1,40}$/.test(name) ? name : line.slice(0, 60);
}
