/**
 * One thing that is wrong with the course itself, as the maintainers' checks report it: where,
 * what, and what to do about it. Checks collect findings instead of stopping at the first one.
 */

export interface Finding {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** What is wrong: half a sentence without a full stop. */
  readonly problem: string;
  /** What puts it right: an imperative sentence. */
  readonly remedy: string;
}

/** One line for a terminal: `file:line: problem. Remedy.` */
export function formatFinding({ file, line, problem, remedy }: Finding): string {
  return `${file}:${line}: ${problem}. ${remedy}`;
}
