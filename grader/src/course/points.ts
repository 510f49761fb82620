/**
 * Arithmetic on points. Points are decimal numbers such as 0.4, which binary floating point cannot
 * hold, so every sum is rounded: what is added up here never shows as 0.30000000000000004.
 */

/** The finest fraction of a point that counts: one millionth. */
const STEPS_PER_POINT = 1_000_000;

/**
 * The exact sum of points. Adds millionths as integers, so the order of the terms is irrelevant.
 */
export function sumPoints(points: Iterable<number>): number {
  let steps = 0;
  for (const one of points) steps += Math.round(one * STEPS_PER_POINT);
  return steps / STEPS_PER_POINT;
}

/** Points for people: at most two decimals, and none that say nothing (`2.5`, `10`, `0.33`). */
export function formatPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}
