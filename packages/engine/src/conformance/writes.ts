/** Conformance: batches. Their order, their atomicity, what they refuse, and many at once. */

import { expect, test } from "@jest/globals";
import { CF_DEFAULT, CF_LOCK, CF_WRITE, COLUMN_FAMILIES } from "../column-family.ts";
import type { WriteOptions } from "../engine.ts";
import type { WriteOp } from "../write-op.ts";
import {
  bytes,
  del,
  expectCode,
  type MakeTestDisk,
  put,
  putEach,
  SYNCED,
  scan,
  UNSYNCED,
  withEngine,
  withView,
} from "./harness.ts";

/** An object that only claims to be a Buffer. */
const NOT_BYTES: unknown = Object.setPrototypeOf({}, Buffer.prototype as object);

/** Operations that no engine may accept, with the code of each. */
const INVALID_OPS: readonly (readonly [string, unknown])[] = [
  ["engine/unknown-cf", put("nope", bytes(9), bytes(9))],
  ["engine/unknown-cf", put("", bytes(9), bytes(9))],
  ["engine/unknown-cf", del("__proto__", bytes(9))],
  ["engine/unknown-cf", { ...del(CF_LOCK, bytes(9)), cf: undefined }],
  ["engine/invalid-key", { ...put(CF_LOCK, bytes(9), bytes(9)), key: "9" }],
  ["engine/invalid-key", { ...del(CF_LOCK, bytes(9)), key: undefined }],
  ["engine/invalid-key", { ...del(CF_LOCK, bytes(9)), key: new Uint8Array([9]) }],
  ["engine/invalid-key", { ...del(CF_LOCK, bytes(9)), key: NOT_BYTES }],
  ["engine/invalid-value", { ...put(CF_LOCK, bytes(9), bytes(9)), value: null }],
  ["engine/invalid-op", { ...put(CF_LOCK, bytes(9), bytes(9)), type: "merge" }],
];

export function writeTests(makeDisk: MakeTestDisk): void {
  for (const options of [UNSYNCED, SYNCED]) {
    orderTests(makeDisk, options);
  }

  test("an empty batch is fine and changes nothing", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write([], SYNCED);
      for (const cf of COLUMN_FAMILIES) expect(await scan(engine, cf)).toEqual([]);
    });
  });

  for (const [index, [code, op]] of INVALID_OPS.entries()) {
    test(`a batch with an invalid operation (${index}: ${code}) is refused whole`, async () => {
      await withEngine(makeDisk, async (engine) => {
        await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
        const ops = [put(CF_DEFAULT, bytes(2), bytes(2)), del(CF_DEFAULT, bytes(1)), op];
        await expectCode(engine.write(ops as WriteOp[], UNSYNCED), code);
        expect(await engine.get(CF_DEFAULT, bytes(1))).toEqual(bytes(1));
        expect(await engine.get(CF_DEFAULT, bytes(2))).toBeUndefined();
      });
    });
  }

  test("a refused batch does not hurt the writes that came with it", async () => {
    await withEngine(makeDisk, async (engine) => {
      const before = engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      const refused = engine.write([put("nope", bytes(2), bytes(2))], UNSYNCED);
      const after = engine.write(putEach(CF_DEFAULT, [3]), SYNCED);
      await expectCode(refused, "engine/unknown-cf");
      await Promise.all([before, after]);
      expect(await scan(engine, CF_DEFAULT)).toHaveLength(2);
    });
  });

  test("many writers at once each get what they wrote, in the order of their calls", async () => {
    await withEngine(makeDisk, async (engine) => {
      const writers = Array.from({ length: 32 }, async (_, writer) => {
        for (let round = 0; round < 10; round++) {
          const own = put(CF_DEFAULT, bytes(writer), bytes(round));
          const shared = put(CF_WRITE, bytes(0), bytes(writer, round));
          await engine.write([own, shared], { sync: writer % 4 === 0 });
          expect(await engine.get(CF_DEFAULT, bytes(writer))).toEqual(bytes(round));
        }
      });
      await Promise.all(writers);
      // Every writer is one round further each time, so the last call is known.
      const last = [7, 8, 9].map((round) =>
        engine.write([put(CF_WRITE, bytes(0), bytes(round))], UNSYNCED),
      );
      await Promise.all(last);
      expect(await engine.get(CF_WRITE, bytes(0))).toEqual(bytes(9));
      expect(await scan(engine, CF_DEFAULT)).toHaveLength(32);
    });
  });

  test("writes settle in the order of their calls", async () => {
    await withEngine(makeDisk, async (engine) => {
      const settled: number[] = [];
      const writes = Array.from({ length: 50 }, async (_, i) => {
        await engine.write([put(CF_DEFAULT, bytes(i), bytes(i))], { sync: i % 7 === 0 });
        settled.push(i);
      });
      await Promise.all(writes);
      expect(settled).toEqual(Array.from({ length: 50 }, (_, i) => i));
    });
  });

  test("no view shows half of a batch while batches are on their way", async () => {
    await withEngine(makeDisk, async (engine) => {
      let isDone = false;
      const writer = async (): Promise<void> => {
        for (let i = 1; i <= 100; i++) {
          const ops = COLUMN_FAMILIES.map((cf) => put(cf, bytes(1), bytes(i)));
          await engine.write(ops, UNSYNCED);
        }
        isDone = true;
      };
      const reader = async (): Promise<void> => {
        while (!isDone) {
          await withView(engine, async (view) => {
            const values = [];
            for (const cf of COLUMN_FAMILIES) values.push((await view.get(cf, bytes(1)))?.[0]);
            expect(new Set(values).size).toBe(1);
          });
        }
      };
      await Promise.all([writer(), reader(), reader()]);
      expect(await engine.get(CF_LOCK, bytes(1))).toEqual(bytes(100));
    });
  });
}

function orderTests(makeDisk: MakeTestDisk, options: WriteOptions): void {
  const title = options.sync ? "synced" : "unsynced";

  test(`a batch takes effect in its order (${title})`, async () => {
    const [key, a, b] = [bytes(1), bytes(10), bytes(11)];
    const cases: [WriteOp[], Buffer | undefined][] = [
      [[put(CF_WRITE, key, a), del(CF_WRITE, key)], undefined],
      [[del(CF_WRITE, key), put(CF_WRITE, key, b)], b],
      [[put(CF_WRITE, key, a), put(CF_WRITE, key, b)], b],
      [[put(CF_WRITE, key, b), del(CF_WRITE, key), put(CF_WRITE, key, a)], a],
    ];
    await withEngine(makeDisk, async (engine) => {
      for (const [ops, expected] of cases) {
        await engine.write(ops, options);
        expect(await engine.get(CF_WRITE, key)).toEqual(expected);
      }
    });
  });

  test(`a batch may touch all column families (${title})`, async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_LOCK, [1]), options);
      const ops = [
        put(CF_DEFAULT, bytes(1), bytes(2)),
        put(CF_WRITE, bytes(1), bytes(3)),
        del(CF_LOCK, bytes(1)),
      ];
      await engine.write(ops, options);
      const values = [];
      for (const cf of COLUMN_FAMILIES) values.push(await engine.get(cf, bytes(1)));
      expect(values).toEqual([bytes(2), bytes(3), undefined]);
    });
  });
}
