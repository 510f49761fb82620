/** Tests of drawing in units: rates, ranges with both ends, choices that are all equally likely. */

import { describe, expect, test } from "@jest/globals";
import type { Random } from "@tinykv/runtime";
import { seededRandom } from "@tinykv/runtime/real";
import fc from "fast-check";
import { expectRate } from "../test/expect-rate.ts";
import { chance, drawUs, pick, shuffled } from "./draws.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

/** A stream that counts what is drawn from it. */
function counted(random: Random): Random & { draws: number } {
  const result = {
    draws: 0,
    nextUint32: () => {
      result.draws += 1;
      return random.nextUint32();
    },
    below: (bound: number) => {
      result.draws += 1;
      return random.below(bound);
    },
    fork: (label: string) => random.fork(label),
  };
  return result;
}

describe("chance()", () => {
  for (const rate of [0.001, 0.2, 0.5, 0.97]) {
    test(`is true about ${rate} of the times`, () => {
      for (const start of [1, 2, 3]) {
        const random = seededRandom(start);
        const draws = Array.from({ length: 5000 }, () => chance(random, rate));
        expectRate({ hits: draws.filter(Boolean).length, of: draws.length, rate });
      }
    });
  }

  test("is always true at 1, and never at 0", () => {
    const random = seededRandom(1);
    const draws = Array.from({ length: 1000 }, () => [chance(random, 1), chance(random, 0)]);
    expect(draws).toEqual(draws.map(() => [true, false]));
  });

  test("draws one number, and none at all for 0", () => {
    const random = counted(seededRandom(1));
    chance(random, 0);
    expect(random.draws).toBe(0);
    chance(random, 1e-9);
    expect(random.draws).toBe(1);
  });
});

describe("drawUs()", () => {
  test("is a whole number within the range", () => {
    const ends = fc.tuple(fc.nat({ max: 5_000_000 }), fc.nat({ max: 5_000_000 }));
    const property = fc.property(fc.integer(), ends, (start, pair) => {
      const [minUs = 0, maxUs = 0] = pair.toSorted((a, b) => a - b);
      const us = drawUs(seededRandom(start), [minUs / 1000, maxUs / 1000]);
      expect(Number.isSafeInteger(us) && us >= minUs && us <= maxUs).toBe(true);
    });
    fc.assert(property, parameters);
  });

  test("hits both ends of its range, and everything between", () => {
    const random = seededRandom(1);
    const drawn = new Set(Array.from({ length: 200 }, () => drawUs(random, [0.002, 0.006])));
    expect([...drawn].sort()).toEqual([2, 3, 4, 5, 6]);
  });

  test("draws nothing from a range of one", () => {
    const random = counted(seededRandom(1));
    expect(drawUs(random, [4.1, 4.1])).toBe(4100);
    expect(random.draws).toBe(0);
  });

  for (const range of [
    [-1, 1],
    [2, 1],
    [Number.NaN, 1],
    [0, Number.NaN],
  ] as const) {
    test(`refuses the range from ${range[0]} to ${range[1]}`, () => {
      const code = "sim/invalid-range";
      const draw = (): number => drawUs(seededRandom(1), range);
      expect(draw).toThrow(expect.objectContaining({ code }));
    });
  }
});

describe("pick()", () => {
  test("takes each item about as often as the others", () => {
    const items = ["a", "b", "c", "d"];
    const random = seededRandom(1);
    const picked = Array.from({ length: 4000 }, () => pick(random, items));
    for (const item of items) {
      const hits = picked.filter((one) => one === item).length;
      expectRate({ hits, of: picked.length, rate: 1 / 4 });
    }
  });

  test("can take nothing out of a list that has nothing in it, by that name", () => {
    expect(pick(seededRandom(1), [undefined])).toBeUndefined();
  });

  test("refuses an empty list", () => {
    const code = "sim/nothing-to-pick";
    expect(() => pick(seededRandom(1), [])).toThrow(expect.objectContaining({ code }));
  });
});

describe("shuffled()", () => {
  test("has the same items, and leaves the given list as it is", () => {
    const property = fc.property(fc.integer(), fc.array(fc.nat({ max: 9 })), (start, items) => {
      const before = [...items];
      const result = shuffled(seededRandom(start), items);
      expect(items).toEqual(before);
      expect(result.toSorted()).toEqual(items.toSorted());
    });
    fc.assert(property, parameters);
  });

  test("gives every order about as often as the others", () => {
    const random = seededRandom(1);
    const orders = Array.from({ length: 6000 }, () => shuffled(random, ["a", "b", "c"]).join(""));
    const hitsOf = new Map<string, number>();
    for (const order of orders) hitsOf.set(order, (hitsOf.get(order) ?? 0) + 1);
    expect(hitsOf.size).toBe(6);
    for (const hits of hitsOf.values()) expectRate({ hits, of: orders.length, rate: 1 / 6 });
  });
});
