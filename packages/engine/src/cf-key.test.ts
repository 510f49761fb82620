/** The key codec: the bytes of the layout, and that it keeps order and walls. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeCfKey, encodeCfKey, encodeCfRange } from "./cf-key.ts";
import { COLUMN_FAMILIES } from "./column-family.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };
const families = fc.constantFrom(...COLUMN_FAMILIES);
const keys = fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array));

describe("encodeCfKey()", () => {
  test("writes name, underscore and key", () => {
    const physical = COLUMN_FAMILIES.map((cf) => encodeCfKey(cf, Buffer.from([0, 255])));
    expect(physical.map((key) => key.toString("hex"))).toEqual([
      "64656661756c745f00ff",
      "77726974655f00ff",
      "6c6f636b5f00ff",
    ]);
    expect(encodeCfKey("lock", Buffer.alloc(0)).toString()).toBe("lock_");
  });

  test("is undone by decodeCfKey()", () => {
    const property = fc.property(families, keys, (cf, key) => {
      expect(decodeCfKey(cf, encodeCfKey(cf, key))).toEqual(key);
    });
    fc.assert(property, parameters);
  });

  test("keeps the order of keys", () => {
    const property = fc.property(families, keys, keys, (cf, a, b) => {
      const order = Buffer.compare(encodeCfKey(cf, a), encodeCfKey(cf, b));
      expect(order).toBe(Buffer.compare(a, b));
    });
    fc.assert(property, parameters);
  });

  test("does not share memory with its argument", () => {
    const key = Buffer.from([1]);
    const physical = encodeCfKey("lock", key);
    key.fill(9);
    expect(physical.at(-1)).toBe(1);
  });
});

describe("encodeCfRange()", () => {
  test("ends a column family at its prefix with the last byte raised", () => {
    const ranges = COLUMN_FAMILIES.map((cf) => encodeCfRange(cf));
    expect(ranges.map(({ start, end }) => [start.toString(), end.toString()])).toEqual([
      ["default_", "default`"],
      ["write_", "write`"],
      ["lock_", "lock`"],
    ]);
  });

  test("takes an empty bound for an open one", () => {
    const empty = Buffer.alloc(0);
    expect(encodeCfRange("write", { start: empty, end: empty })).toEqual(encodeCfRange("write"));
  });

  test("puts bounds behind the prefix", () => {
    const { start, end } = encodeCfRange("lock", {
      start: Buffer.from("a"),
      end: Buffer.from("b"),
    });
    expect([start.toString(), end.toString()]).toEqual(["lock_a", "lock_b"]);
  });

  test("holds every key of its family, and no key of another", () => {
    const property = fc.property(families, families, keys, (cf, other, key) => {
      const { start, end } = encodeCfRange(cf);
      const physical = encodeCfKey(other, key);
      const isInside = physical.compare(start) >= 0 && physical.compare(end) < 0;
      expect(isInside).toBe(cf === other);
    });
    fc.assert(property, parameters);
  });

  test("holds no key of other users of the store", () => {
    for (const cf of COLUMN_FAMILIES) {
      const { start, end } = encodeCfRange(cf);
      for (const key of ["", "raft_1", "default", "default`", "lockk_", "write", "\u0001"]) {
        const physical = Buffer.from(key);
        expect(physical.compare(start) >= 0 && physical.compare(end) < 0).toBe(false);
      }
    }
  });
});
