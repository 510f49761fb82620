/** Draws from a random stream in the units of this package: chances, ranges, choices. */

import { invariant, type Random } from "@tinykv/runtime";

/** From the first up to and including the second, in milliseconds, possibly with a fraction. */
export type RangeMs = readonly [min: number, max: number];

const UINT32_COUNT = 2 ** 32;

/**
 * True with probability `rate`, from 0 to 1. Draws nothing for 0, so that a fault that is off is.
 */
export function chance(random: Random, rate: number): boolean {
  return rate > 0 && random.nextUint32() < rate * UINT32_COUNT;
}

/** A whole number of microseconds out of a range of milliseconds. */
export function drawUs(random: Random, [minMs, maxMs]: RangeMs): number {
  const minUs = Math.round(minMs * 1000);
  const spanUs = Math.round(maxMs * 1000) - minUs;
  invariant(minUs >= 0 && spanUs >= 0, "sim/invalid-range", { minMs, maxMs });
  return spanUs === 0 ? minUs : minUs + random.below(spanUs + 1);
}

/** One of the items, all equally likely. */
export function pick<T>(random: Random, items: readonly T[]): T {
  invariant(items.length > 0, "sim/nothing-to-pick");
  return items[random.below(items.length)] as T;
}

/** The items in a drawn order; the given list stays as it is. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(random.below(rest.length), 1));
  return result;
}
