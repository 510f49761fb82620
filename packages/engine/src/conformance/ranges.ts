/** Conformance: whole ranges of one column family, removed or measured. */

import { expect, test } from "@jest/globals";
import type { ColumnFamily } from "../column-family.ts";
import type { KeyRange } from "../engine.ts";
import {
  bytes,
  EMPTY,
  expectCode,
  keysOf,
  type MakeTestDisk,
  put,
  putEach,
  SYNCED,
  scan,
  UNSYNCED,
  walk,
  withEngine,
  withView,
} from "./harness.ts";

export function rangeTests(makeDisk: MakeTestDisk, cf: ColumnFamily): void {
  const cases: [string, KeyRange, number[]][] = [
    ["everything", {}, []],
    ["from a key on", { start: bytes(3) }, [1, 2]],
    ["up to a key, which stays", { end: bytes(3) }, [3, 4, 255]],
    ["what is between two keys", { start: bytes(2), end: bytes(4) }, [1, 4, 255]],
    ["nothing, if the range is empty", { start: bytes(3), end: bytes(3) }, [1, 2, 3, 4, 255]],
    ["nothing, if the range is inverted", { start: bytes(4), end: bytes(2) }, [1, 2, 3, 4, 255]],
    ["everything, if both bounds are empty", { start: EMPTY, end: EMPTY }, []],
  ];
  for (const [title, range, left] of cases) {
    test(`deleteRange() removes ${title}`, async () => {
      await withEngine(makeDisk, async (engine) => {
        await engine.write(putEach(cf, [1, 2, 3, 4, 255]), UNSYNCED);
        await engine.deleteRange(cf, range, SYNCED);
        expect(keysOf(await scan(engine, cf))).toEqual(left.map((key) => [key]));
      });
    });
  }

  test("deleteRange() removes more keys than fit into one step, and not from a view", async () => {
    await withEngine(makeDisk, async (engine) => {
      const ops = Array.from({ length: 3000 }, (_, i) => put(cf, bytes(1, i >> 8, i & 255), EMPTY));
      await engine.write([...ops, ...putEach(cf, [0, 2])], UNSYNCED);
      await withView(engine, async (view) => {
        await engine.deleteRange(cf, { start: bytes(1), end: bytes(2) }, UNSYNCED);
        expect(await walk(view, cf)).toHaveLength(3002);
      });
      expect(keysOf(await scan(engine, cf))).toEqual([[0], [2]]);
    });
  });

  test("deleteRange() and approximateSize() refuse bounds that are not keys", async () => {
    await withEngine(makeDisk, async (engine) => {
      const range = { start: "a" as unknown as Buffer };
      await expectCode(engine.deleteRange(cf, range, UNSYNCED), "engine/invalid-key");
      await expectCode(engine.approximateSize(cf, range), "engine/invalid-key");
    });
  });

  test("approximateSize() is about the bytes that were written, after a reopen", async () => {
    await withEngine(makeDisk, async (first, disk) => {
      const written = 100 * 1000;
      // Bytes without a pattern: an engine may compress what it stores.
      let state = 1;
      const noise = (): number => {
        state = (state * 48271) % 0x7fffffff;
        return state;
      };
      const ops = Array.from({ length: 100 }, (_, i) =>
        put(cf, bytes(i), Buffer.from(Array.from({ length: 999 }, noise))),
      );
      await first.write(ops, SYNCED);
      await first.close();
      const engine = await disk.engines.open(disk.path);
      try {
        const all = await engine.approximateSize(cf, {});
        expect(all).toBeGreaterThan(written * 0.8);
        expect(all).toBeLessThan(written * 1.3);
        const half = await engine.approximateSize(cf, { end: bytes(50) });
        expect(half).toBeGreaterThan(all * 0.3);
        expect(half).toBeLessThan(all * 0.7);
        expect(await engine.approximateSize(cf, { start: bytes(200) })).toBeLessThan(5000);
        const inverted = { start: bytes(50), end: bytes(10) };
        expect(await engine.approximateSize(cf, inverted)).toBe(0);
      } finally {
        await engine.close();
      }
    });
  });
}
