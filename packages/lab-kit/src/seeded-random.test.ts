/** The randomness of tests is the same for the same seed, and evenly spread. */

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createRandom, seedOfTest } from "./seeded-random.ts";

const SEED = 20_240_601;

test("the same seed gives the same numbers", () => {
  const draw = (): number[] => {
    const random = createRandom(seedOfTest(7, "a test"));
    return Array.from({ length: 5 }, () => random.below(100));
  };
  expect(draw()).toEqual(draw());
  expect(draw()).toEqual([56, 9, 77, 17, 45]);
});

test("another run and another test have another seed", () => {
  const seeds = [seedOfTest(1, "a"), seedOfTest(2, "a"), seedOfTest(1, "b"), seedOfTest(12, "")];
  expect(new Set(seeds).size).toBe(4);
});

test("numbers stay below their bound, whatever the seed", () => {
  const property = fc.property(
    fc.integer(),
    fc.integer({ min: 1, max: 2 ** 31 }),
    (seed, bound) => {
      const drawn = createRandom(seed).below(bound);
      return Number.isInteger(drawn) && drawn >= 0 && drawn < bound;
    },
  );
  fc.assert(property, { seed: SEED });
});

test("every value comes about as often as any other", () => {
  const random = createRandom(SEED);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const value = random.below(10);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
