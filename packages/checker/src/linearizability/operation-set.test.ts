/** A set knows its members, and equal sets have the same name. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { OperationSet } from "./operation-set.ts";

const capacity = 100;
const seed = Number(process.env["TINYKV_SEED"] ?? 1);

function setOf(members: Iterable<number>): OperationSet {
  const set = new OperationSet(capacity);
  for (const member of members) set.add(member);
  return set;
}

describe("OperationSet", () => {
  test("has what was added and not deleted", () => {
    const set = setOf([0, 31, 32, 99]);
    set.delete(32);
    const members = [...Array(capacity).keys()].filter((number) => set.has(number));
    expect(members).toEqual([0, 31, 99]);
    expect(set.size).toBe(3);
  });

  test("two sets have the same key exactly if they have the same members", () => {
    const members = fc.oneof(
      fc.uniqueArray(fc.nat({ max: capacity - 1 })),
      fc.nat({ max: capacity }).map((size) => [...Array(size).keys()]),
    );
    const property = fc.property(members, members, (a, b) => {
      const isSame = a.length === b.length && a.every((member) => b.includes(member));
      expect(setOf(a).key() === setOf(b).key()).toBe(isSame);
      expect(setOf(a).key()).toBe(setOf([...a].reverse()).key());
    });
    fc.assert(property, { seed, numRuns: 1000 });
  });

  test("the key is short when all small numbers are members", () => {
    const members = [...Array(97).keys()].filter((number) => number !== 90);
    expect(setOf(members).key().length).toBeLessThan(12);
  });
});
