/**
 * Remembers which unwritten gaps were reached, for the lab tests.
 *
 * A thrown NotImplementedError is not enough to tell "not written yet" from "wrong": the code
 * around a gap may catch it, and a test that expects a rejection would even be satisfied by it.
 */

/** A gap that was reached. */
export interface Gap {
  readonly label: string;
  readonly what: string;
}

let reached: Gap[] = [];

/** @internal Called by `todo()`. */
export function recordGap(gap: Gap): void {
  reached.push(gap);
}

/** Returns the gaps reached since the last call, oldest first, and forgets them. */
export function takeReachedGaps(): readonly Gap[] {
  const gaps = reached;
  reached = [];
  return gaps;
}
