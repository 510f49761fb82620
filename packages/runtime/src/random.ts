/**
 * The seam to chance. Every random decision comes from a stream with a seed, so that a run can be
 * repeated from one number.
 */

/** A stream of random numbers. Not for secrets: whoever sees some can know the rest. */
export interface Random {
  /** The next number, from 0 up to 2^32 - 1. */
  nextUint32(): number;
  /**
   * The next number from 0 up to `bound` - 1, all equally likely.
   *
   * @param bound a safe integer, 1 or more
   * @throws {InvariantError} `runtime/invalid-bound`
   */
  below(bound: number): number;
  /**
   * A stream that is independent of this one. It depends on the seed and on the labels on the way
   * to it, and not on what was drawn: one part of a program that draws more does not disturb
   * another. The same label twice gives the same numbers twice.
   */
  fork(label: string): Random;
}
