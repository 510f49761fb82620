/** Chance that is none: for tests that want the shortest or the longest timeout for certain. */

import type { NodeOptions } from "./test-node.ts";

/** Chance that always gives the lowest, or always the highest number. */
function extreme(pick: (bound: number) => number): NonNullable<NodeOptions["random"]> {
  const random = {
    nextUint32: () => pick(2 ** 32),
    below: pick,
    fork: () => random,
  };
  return Object.freeze(random);
}

export const lowest = extreme(() => 0);
export const highest = extreme((bound) => bound - 1);
