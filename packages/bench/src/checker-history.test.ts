/** Tests of the histories of `bench checker`: what they are, whatever the seed. */

import { describe, expect, test } from "@jest/globals";
import { checkLinearizability, keyValueModel } from "@tinykv/checker/core";
import { illegalHistory, legalHistory, OPERATIONS } from "./checker-history.ts";

const seeds = [1, 2, 3, 4, 5];

describe("legalHistory()", () => {
  test.each(seeds)("is linearizable, and most of it happens at the same time (seed %d)", (seed) => {
    const history = legalHistory(seed);
    expect(history).toHaveLength(OPERATIONS);
    expect(checkLinearizability(keyValueModel, history).verdict).toBe("ok");
    const under = (time: number): number =>
      history.filter((one) => one.call <= time && (one.return ?? 0) >= time).length;
    expect(under(history[OPERATIONS / 2]?.call ?? 0)).toBeGreaterThan(10);
  });

  test("follows from its seed", () => {
    expect(legalHistory(7)).toEqual(legalHistory(7));
    expect(legalHistory(7)).not.toEqual(legalHistory(8));
  });
});

describe("illegalHistory()", () => {
  test.each(seeds)("has one answer that cannot be, and is explained (seed %d)", (seed) => {
    const legal = legalHistory(seed);
    const history = illegalHistory(seed);
    const changed = history.filter((operation, at) => !same(operation, legal[at]));
    expect(changed).toHaveLength(1);
    const { verdict, explanation } = checkLinearizability(keyValueModel, history);
    expect(verdict).toBe("illegal");
    expect(explanation?.core).toContain(changed[0]);
  });
});

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
