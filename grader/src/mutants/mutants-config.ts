/**
 * The schema of the mutants' files: wrong variants of the solution that the lab's tests must find,
 * and right ones that they must let pass. A lab may have several files, such as one for each label;
 * each names its lab, and the faults that its own mutants stand for.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { CourseError } from "../course/course-error.ts";

/** Where the data is, relative to the root. */
export const MUTANTS_FOLDER = "grader/mutants";

/** A file of the solution, relative to the lab's folder. */
const ownedFileSchema = z.string().regex(/^src\/[\w./-]+\.ts$/);

const editSchema = z.strictObject({
  /** The file to change, if it is not the mutant's own. */
  file: ownedFileSchema.optional(),
  /** Must be in the solution exactly once. Several lines are whole lines, at any indentation. */
  find: z.string().min(1),
  /** Indented like what was found. */
  replace: z.string(),
});

const common = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** What it does, as a sentence without a full stop. */
  title: z.string().min(1),
  /** The file that it changes. */
  file: ownedFileSchema,
  edits: z.array(editSchema).min(1),
};

const wrongSchema = z.strictObject({
  ...common,
  expect: z.literal("killed"),
  /** The mistake that it stands for: a key of `faults`. */
  fault: z.number().int().positive(),
  label: z.string(),
  /** Parts of test names; for each of them a test of that name must fail. */
  caughtBy: z.array(z.string().min(1)).min(1),
});

const rightSchema = z.strictObject({
  ...common,
  expect: z.literal("pass"),
  label: z.string(),
});

const fileSchema = z.strictObject({
  lab: z.string(),
  /** The classic mistakes of the lab, by number: each needs a mutant. */
  faults: z.record(z.string().regex(/^\d+$/), z.string()).optional(),
  mutants: z.array(z.discriminatedUnion("expect", [wrongSchema, rightSchema])).min(1),
});

export type WrongMutant = z.infer<typeof wrongSchema> & { readonly lab: string };
export type RightMutant = z.infer<typeof rightSchema> & { readonly lab: string };
export type Mutant = WrongMutant | RightMutant;

/** The files with mutants below `root`, in folders too, in order; none in a student's copy. */
export function mutantFiles(root: string): string[] {
  try {
    return readdirSync(join(root, MUTANTS_FOLDER), { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => `${MUTANTS_FOLDER}/${name}`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/**
 * Reads all mutants.
 *
 * @throws {CourseError} `course/config` naming file and field: not valid, an id twice, a fault
 *   without a mutant or a mutant without its fault
 */
export function readMutants(root: string): Mutant[] {
  const mutants = mutantFiles(root).flatMap((file) => readMutantFile(root, file));
  const ids = mutants.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return mutants;
  throw new CourseError(MUTANTS_FOLDER, "mutants", `there are two mutants named ${twice}`);
}

function readMutantFile(root: string, file: string): Mutant[] {
  const parsed = fileSchema.safeParse(parseYaml(root, file));
  if (!parsed.success) throw CourseError.fromZod(file, parsed.error);
  const { lab, faults, mutants } = parsed.data;
  checkFaults(file, faults ?? {}, mutants);
  return mutants.map((mutant) => ({ ...mutant, lab }));
}

function parseYaml(root: string, file: string): unknown {
  try {
    return parse(readFileSync(join(root, file), "utf8"));
  } catch (error) {
    throw new CourseError(file, "", `is not YAML (${error instanceof Error ? error.message : ""})`);
  }
}

/** Every mistake that is listed has a mutant, and every mutant stands for one that is listed. */
function checkFaults(
  file: string,
  faults: Readonly<Record<string, string>>,
  mutants: z.infer<typeof fileSchema>["mutants"],
): void {
  const wrong = mutants.filter((mutant) => mutant.expect === "killed");
  const uncovered = Object.keys(faults).find((key) =>
    wrong.every(({ fault }) => String(fault) !== key),
  );
  if (uncovered !== undefined) {
    throw new CourseError(file, `faults.${uncovered}`, "has no mutant");
  }
  const stray = wrong.find(({ fault }) => !Object.hasOwn(faults, String(fault)));
  if (stray === undefined) return;
  throw new CourseError(file, "faults", `${stray.fault} is missing; ${stray.id} stands for it`);
}
