/** Conformance: single keys and values of one column family, and its walls to the others. */

import { expect, test } from "@jest/globals";
import { COLUMN_FAMILIES, type ColumnFamily } from "../column-family.ts";
import {
  bytes,
  del,
  EMPTY,
  keysOf,
  type MakeTestDisk,
  put,
  putEach,
  scan,
  UNSYNCED,
  withEngine,
} from "./harness.ts";

/** Keys in the order in which every engine has to return them. */
export const KEYS_IN_ORDER: readonly Buffer[] = [
  EMPTY,
  bytes(0),
  bytes(0, 0),
  bytes(0, 255),
  bytes(1),
  bytes(1, 0),
  bytes(1, 255),
  bytes(2),
  bytes(10),
  bytes(0x5f),
  bytes(0x60),
  bytes(127),
  bytes(128),
  bytes(0xc3, 0x28),
  bytes(200),
  bytes(254, 255),
  bytes(255),
  bytes(255, 0),
  bytes(255, 255),
  bytes(255, 255, 255),
];

export function keyAndValueTests(makeDisk: MakeTestDisk, cf: ColumnFamily): void {
  test("a key that was never written is absent", async () => {
    await withEngine(makeDisk, async (engine) => {
      expect(await engine.get(cf, bytes(1))).toBeUndefined();
      expect(await scan(engine, cf)).toEqual([]);
    });
  });

  test("a put is read back, a second one replaces it, a delete removes it", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write([put(cf, bytes(1), bytes(5))], UNSYNCED);
      expect(await engine.get(cf, bytes(1))).toEqual(bytes(5));
      await engine.write([put(cf, bytes(1), bytes(6, 7))], UNSYNCED);
      expect(await engine.get(cf, bytes(1))).toEqual(bytes(6, 7));
      await engine.write([del(cf, bytes(1))], UNSYNCED);
      expect(await engine.get(cf, bytes(1))).toBeUndefined();
    });
  });

  test("deleting an absent key is fine", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write([del(cf, bytes(1))], UNSYNCED);
      expect(await scan(engine, cf)).toEqual([]);
    });
  });

  test("an empty value is a value, and an empty key a key", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write([put(cf, bytes(1), EMPTY), put(cf, EMPTY, bytes(2))], UNSYNCED);
      expect(await engine.get(cf, bytes(1))).toEqual(EMPTY);
      expect(await engine.get(cf, EMPTY)).toEqual(bytes(2));
      const entries = [
        { key: EMPTY, value: bytes(2) },
        { key: bytes(1), value: EMPTY },
      ];
      expect(await scan(engine, cf)).toEqual(entries);
      await engine.write([del(cf, EMPTY)], UNSYNCED);
      expect(await engine.get(cf, EMPTY)).toBeUndefined();
    });
  });

  test("keys are ordered by unsigned bytes, a prefix first, and come back unchanged", async () => {
    await withEngine(makeDisk, async (engine) => {
      const ops = KEYS_IN_ORDER.map((key) => put(cf, key, bytes(key.length)));
      await engine.write(ops.reverse(), UNSYNCED);
      const entries = await scan(engine, cf);
      expect(keysOf(entries)).toEqual(KEYS_IN_ORDER.map((key) => [...key]));
      expect(entries.map(({ value }) => [...value])).toEqual(KEYS_IN_ORDER.map((k) => [k.length]));
      for (const key of KEYS_IN_ORDER) expect(await engine.get(cf, key)).toEqual(bytes(key.length));
      const down = await scan(engine, cf, { reverse: true });
      expect(down).toEqual(entries.reverse());
    });
  });

  test("large keys and values come back whole", async () => {
    await withEngine(makeDisk, async (engine) => {
      const key = Buffer.alloc(1 << 20, 0xab);
      const value = Buffer.alloc(3 << 20, 0xcd);
      await engine.write([put(cf, key, value)], UNSYNCED);
      expect((await engine.get(cf, key))?.equals(value)).toBe(true);
      const [entry] = await scan(engine, cf);
      expect(entry?.key.equals(key) && entry.value.equals(value)).toBe(true);
    });
  });

  test("no other column family sees its keys, not even the first and the last ones", async () => {
    const others = COLUMN_FAMILIES.filter((other) => other !== cf);
    await withEngine(makeDisk, async (engine) => {
      const keys = [EMPTY, bytes(0), bytes(255), Buffer.alloc(64, 255)];
      await engine.write(
        keys.map((key) => put(cf, key, bytes(1))),
        UNSYNCED,
      );
      for (const other of others) {
        expect(await scan(engine, other)).toEqual([]);
        expect(await scan(engine, other, { reverse: true })).toEqual([]);
        for (const key of keys) expect(await engine.get(other, key)).toBeUndefined();
      }
      expect(await scan(engine, cf)).toHaveLength(keys.length);
    });
  });

  test("it stays within its walls when the others are full to theirs", async () => {
    const others = COLUMN_FAMILIES.filter((other) => other !== cf);
    await withEngine(makeDisk, async (engine) => {
      const walls = [EMPTY, Buffer.alloc(64, 255)];
      const ops = others.flatMap((other) => walls.map((key) => put(other, key, bytes(1))));
      await engine.write([...ops, ...putEach(cf, [0, 255])], UNSYNCED);
      expect(keysOf(await scan(engine, cf))).toEqual([[0], [255]]);
      expect(keysOf(await scan(engine, cf, { reverse: true }))).toEqual([[255], [0]]);
      await engine.deleteRange(cf, {}, UNSYNCED);
      expect(await scan(engine, cf)).toEqual([]);
      for (const other of others) expect(await scan(engine, other)).toHaveLength(2);
    });
  });
}
