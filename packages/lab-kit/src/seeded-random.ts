/**
 * The randomness of one test: drawn from the run's seed and the test's name, and from nothing else.
 */

/** A sequence of numbers that is the same for the same seed. */
export interface SeededRandom {
  /** A number from 0 up to, and not including, 1. */
  next(): number;
  /** A whole number from 0 up to, and not including, `bound`. */
  below(bound: number): number;
}

/** Derives a 32-bit seed for one test from the seed of a run (FNV-1a over both). */
export function seedOfTest(runSeed: number, testName: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${runSeed}/${testName}`, "utf8")) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/** Makes the sequence of a seed (mulberry32: 32 bits of state are enough to choose test inputs). */
export function createRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (bound) => Math.floor(next() * bound) };
}
