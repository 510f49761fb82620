/** Tests of shrinking a list: minimal, in order, within its runs. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type RunBudget, shrinkList } from "./shrink-list.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

type Fails = (items: readonly number[]) => boolean;

/** Shrinks a list with so many runs, and counts them. */
async function shrink(
  items: readonly number[],
  fails: Fails,
  runsMax = 100_000,
): Promise<{ kept: readonly number[]; tried: (readonly number[])[]; budget: RunBudget }> {
  const tried: (readonly number[])[] = [];
  const budget = { left: runsMax };
  const stillFails = async (candidate: readonly number[]): Promise<boolean> => {
    tried.push([...candidate]);
    return fails(candidate);
  };
  return { kept: await shrinkList(items, stillFails, budget), tried, budget };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** The lists with one item left out. */
function oneLess(items: readonly number[]): number[][] {
  return items.map((_, at) => items.toSpliced(at, 1));
}

function containsAll(needed: readonly number[]): Fails {
  return (items) => needed.every((one) => items.includes(one));
}

/** A predicate without any rule: whether a list fails is drawn from what is in it. */
function arbitraryFails(salt: number, whole: readonly number[]): Fails {
  return (items) => {
    if (items.length === whole.length) return true;
    const mixed = items.reduce((sum, one) => (sum * 31 + one * 17 + 7) % 1009, salt);
    return items.length > 0 && mixed % 3 === 0;
  };
}

const lists = fc.integer({ min: 0, max: 40 }).map(upTo);

describe("shrinkList()", () => {
  test("leaves exactly what the failure needs, in its order", async () => {
    const cases = lists.chain((items) => fc.tuple(fc.constant(items), fc.subarray(items)));
    const property = fc.asyncProperty(cases, async ([items, needed]) => {
      const { kept } = await shrink(items, containsAll(needed));
      expect(kept).toEqual(needed);
    });
    await fc.assert(property, parameters);
  });

  test("leaves a list that fails and of which no single item can go, always", async () => {
    const property = fc.asyncProperty(lists, fc.nat(), async (items, salt) => {
      const fails = arbitraryFails(salt, items);
      const { kept } = await shrink(items, fails);
      expect(fails(kept)).toBe(true);
      expect(oneLess(kept).filter((list) => list.length > 0 && fails(list))).toEqual([]);
      expect(kept).toEqual(items.filter((one) => kept.includes(one)));
    });
    await fc.assert(property, parameters);
  });

  test("tries an item again when what needed it has gone", async () => {
    const failing = ["0,1,2,3", "0,1,3", "1,3"];
    const { kept } = await shrink(upTo(4), (items) => failing.includes(items.join(",")));
    expect(kept).toEqual([1, 3]);
  });

  test("keeps items that are equal apart", async () => {
    const fails: Fails = (items) => items.filter((one) => one === 7).length >= 2;
    expect((await shrink([7, 1, 7, 2, 7], fails)).kept).toEqual([7, 7]);
  });

  test("leaves nothing, after one run, of a list that the failure does not need", async () => {
    const { kept, tried } = await shrink(upTo(100), () => true);
    expect([kept, tried]).toEqual([[], [[]]]);
  });

  test("makes no run for an empty list", async () => {
    const { kept, tried } = await shrink([], () => true);
    expect([kept, tried]).toEqual([[], []]);
  });

  test("returns the list itself if nothing can go", async () => {
    const items = upTo(9);
    expect((await shrink(items, containsAll(items))).kept).toBe(items);
  });

  test("finds one of many with few runs", async () => {
    const { kept, tried } = await shrink(upTo(1024), containsAll([700]));
    expect(kept).toEqual([700]);
    expect(tried.length).toBeLessThan(50);
  });

  test("makes as many runs as it may, and returns what has been seen to fail", async () => {
    const cases = lists.chain((items) => fc.tuple(fc.constant(items), fc.subarray(items)));
    const budgets = fc.integer({ min: -1, max: 30 });
    const property = fc.asyncProperty(cases, budgets, async ([items, needed], runsMax) => {
      const { kept, tried, budget } = await shrink(items, containsAll(needed), runsMax);
      expect(tried.length).toBeLessThanOrEqual(Math.max(0, runsMax));
      expect(budget.left).toBe(runsMax - tried.length);
      const failed = tried.filter(containsAll(needed));
      expect(kept).toEqual(failed.at(-1) ?? items);
    });
    await fc.assert(property, parameters);
  });

  test("makes the same runs for the same list", async () => {
    const fails = arbitraryFails(5, upTo(30));
    const [one, other] = [await shrink(upTo(30), fails), await shrink(upTo(30), fails)];
    expect(one.tried.length).toBeGreaterThan(5);
    expect(other).toEqual(one);
  });

  test("passes on what a run throws", async () => {
    const broken = (): never => {
      throw new Error("no run");
    };
    await expect(shrink(upTo(3), broken)).rejects.toThrow("no run");
  });
});
