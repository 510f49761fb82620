/**
 * The ways in which lab code cannot be loaded, each with the file and line to look at.
 *
 * `file` is the path as a person knows it (`labs/raft/src/raft.ts`), not where its text was staged.
 */

import { TinyKvError } from "@tinykv/runtime";

/** A position in a lab's source, for a person. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Lab code that cannot be loaded: refused by a rule of the lab, or not valid TypeScript. */
export class LabLoadError extends TinyKvError {
  override readonly name = "LabLoadError";
  readonly place: Place;
  /** Marks instances in a way that a look-alike cannot have, and a proxy cannot notice. */
  readonly #isReal = true;

  constructor(code: "lab/import" | "lab/syntax" | "lab/missing-file", place: Place, text: string) {
    super(code, `${showPlace(place)}: ${text}`);
    this.place = place;
  }

  /** Whether something that was thrown is one of these. */
  static is(thrown: unknown): thrown is LabLoadError {
    return typeof thrown === "object" && thrown !== null && #isReal in thrown;
  }
}

/** Writes a position the way editors and terminals turn into a link: `file:line`. */
export function showPlace(place: Place): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}
