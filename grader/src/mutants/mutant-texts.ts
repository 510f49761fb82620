/** The files that a mutant changes, with their new texts. */

import { TinyKvError } from "@tinykv/runtime";
import { type Course, mustFindLab } from "../course/course.ts";
import type { SubmittedFile } from "../submission/submission.ts";
import { applyEdits } from "./apply-edits.ts";
import type { Mutant } from "./mutants-config.ts";

/** The texts of the solution, by lab and path. */
export type SolutionTexts = ReadonlyMap<string, ReadonlyMap<string, SubmittedFile>>;

/**
 * Applies the edits of a mutant, file by file.
 *
 * @returns the new text of every file that it changes, by path relative to the lab's folder
 * @throws {TinyKvError} `mutants/unknown-file` for a file that the lab does not own;
 *   `mutants/find`, `mutants/syntax` for edits that do not fit
 */
export function mutantTexts(
  course: Course,
  solution: SolutionTexts,
  mutant: Mutant,
): Map<string, string> {
  const { config } = mustFindLab(course, mutant.lab);
  const fileOf = ({ file = mutant.file }: Mutant["edits"][number]): string => file;
  return new Map(
    [...new Set(mutant.edits.map(fileOf))].map((file) => {
      const edits = mutant.edits.filter((edit) => fileOf(edit) === file);
      const source = solution.get(mutant.lab)?.get(file);
      if (source === undefined) {
        const owned = config.owns.join(", ");
        const what = `mutant ${mutant.id}: lab ${mutant.lab} has no owned file ${file}`;
        throw new TinyKvError("mutants/unknown-file", `${what}; it has ${owned}`);
      }
      return [file, applyEdits(source.text, { id: mutant.id, file, edits })];
    }),
  );
}
