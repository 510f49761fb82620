/**
 * Random streams: the same for ever from one seed, independent of each other, and even.
 *
 * The numbers in the first test are this implementation's own; they are here because recorded seeds
 * stop being worth anything on the day they change.
 */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Random } from "../random.ts";
import { seededRandom, systemRandom } from "./seeded-random.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

function draw(random: Random, count = 4): number[] {
  return Array.from({ length: count }, () => random.nextUint32());
}

describe("seededRandom()", () => {
  test("gives the numbers it has always given", () => {
    expect(draw(seededRandom(1))).toEqual([3200590268, 4230682074, 1577314445, 2118937836]);
    expect(draw(seededRandom(1).fork("network"))).toEqual([
      2175957838, 3931303553, 1147976473, 3030516400,
    ]);
    const random = seededRandom(2);
    expect(Array.from({ length: 8 }, () => random.below(100))).toEqual([
      31, 81, 98, 4, 0, 86, 82, 15,
    ]);
  });

  test("gives other numbers for another seed", () => {
    const firsts = Array.from({ length: 1000 }, (_, i) => draw(seededRandom(i), 1)[0]);
    expect(new Set(firsts).size).toBe(1000);
  });

  test("has unsigned numbers of 32 bits, small and large ones", () => {
    const numbers = draw(seededRandom(3), 1000);
    expect(numbers.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 32)).toBe(true);
    expect(numbers.some((n) => n > 2 ** 31)).toBe(true);
    expect(numbers.some((n) => n < 2 ** 31)).toBe(true);
  });

  test("refuses a seed that is not a number", () => {
    const code = "runtime/invalid-seed";
    expect(() => seededRandom(Number.NaN)).toThrow(expect.objectContaining({ code }));
  });
});

describe("below()", () => {
  test("stays below its bound", () => {
    const bounds = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    const property = fc.property(fc.integer(), bounds, (start, bound) => {
      const random = seededRandom(start);
      for (let i = 0; i < 10; i++) {
        const n = random.below(bound);
        expect(Number.isSafeInteger(n) && n >= 0 && n < bound).toBe(true);
      }
    });
    fc.assert(property, parameters);
  });

  test("hits every number about as often as the others", () => {
    const random = seededRandom(4);
    const hits = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 6000; i++) {
      const n = random.below(6);
      hits[n] = (hits[n] ?? 0) + 1;
    }
    // From a fixed seed: this cannot fail by chance.
    expect(Math.min(...hits)).toBeGreaterThan(900);
    expect(Math.max(...hits)).toBeLessThan(1100);
  });

  test("is always 0 below 1", () => {
    expect(seededRandom(5).below(1)).toBe(0);
  });

  for (const bound of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
    test(`refuses a bound of ${bound}`, () => {
      const code = "runtime/invalid-bound";
      const draws = (): number => seededRandom(6).below(bound);
      expect(draws).toThrow(expect.objectContaining({ code }));
    });
  }
});

describe("fork()", () => {
  test("does not depend on what was drawn before", () => {
    const random = seededRandom(7);
    const early = draw(random.fork("disk"));
    draw(random, 100);
    expect(draw(random.fork("disk"))).toEqual(early);
  });

  test("does not draw from the stream it comes from", () => {
    const random = seededRandom(8);
    random.fork("disk").nextUint32();
    expect(draw(random)).toEqual(draw(seededRandom(8)));
  });

  test("gives a stream of its own to every way of labels", () => {
    const root = seededRandom(9);
    const streams = [
      root,
      root.fork(""),
      root.fork("a"),
      root.fork("b"),
      root.fork("a").fork("b"),
      root.fork("b").fork("a"),
      root.fork("a,b"),
      root.fork('a","b'),
    ];
    expect(new Set(streams.map((random) => String(draw(random)))).size).toBe(streams.length);
  });
});

describe("systemRandom()", () => {
  test("is another stream each time", () => {
    expect(draw(systemRandom())).not.toEqual(draw(systemRandom()));
  });
});
