/** Conformance: iterators of one column family, in both directions. */

import { describe, expect, test } from "@jest/globals";
import type { ColumnFamily } from "../column-family.ts";
import type { Engine, EngineIterator, IteratorOptions } from "../engine.ts";
import {
  bytes,
  EMPTY,
  expectCode,
  expectThrow,
  keysOf,
  type MakeTestDisk,
  put,
  putEach,
  UNSYNCED,
  withEngine,
  withIterator,
  withView,
} from "./harness.ts";

/** Runs something with an iterator over the keys [10], [20], [30], [40], [50]. */
function onTens(
  makeDisk: MakeTestDisk,
  cf: ColumnFamily,
  options: IteratorOptions,
  run: (iterator: EngineIterator, engine: Engine) => Promise<void>,
): Promise<void> {
  return withEngine(makeDisk, async (engine) => {
    await engine.write(putEach(cf, [10, 20, 30, 40, 50]), UNSYNCED);
    await withView(engine, (view) => withIterator(view, cf, options, (it) => run(it, engine)));
  });
}

/** The key under an iterator, or "end". */
function here(iterator: EngineIterator): number | string {
  return iterator.valid() ? (iterator.item().key[0] ?? "empty") : "end";
}

export function iterationTests(makeDisk: MakeTestDisk, cf: ColumnFamily): void {
  describe("seek()", () => {
    test("goes to the first key at or after its target", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        const found = [];
        for (const target of [EMPTY, bytes(0), bytes(10), bytes(10, 0), bytes(35), bytes(50)]) {
          await it.seek(target);
          found.push(here(it));
        }
        expect(found).toEqual([10, 10, 10, 20, 40, 50]);
        await it.seek(bytes(51));
        expect(here(it)).toBe("end");
        await it.seek(bytes(255, 255));
        expect(here(it)).toBe("end");
      });
    });

    test("in reverse, goes to the last key at or before its target", async () => {
      await onTens(makeDisk, cf, { reverse: true }, async (it) => {
        const found = [];
        for (const target of [bytes(255, 255), EMPTY, bytes(50), bytes(49), bytes(35), bytes(10)]) {
          await it.seek(target);
          found.push(here(it));
        }
        expect(found).toEqual([50, 50, 50, 40, 30, 10]);
        await it.seek(bytes(9));
        expect(here(it)).toBe("end");
      });
    });

    test("goes back and forth, also from past the end", async () => {
      for (const reverse of [false, true]) {
        await onTens(makeDisk, cf, { reverse }, async (it) => {
          const found = [];
          for (const target of [50, 10, 30, 10, 50]) {
            await it.seek(bytes(target));
            await it.take(2);
            await it.seek(bytes(target));
            found.push(here(it));
          }
          expect(found).toEqual([50, 10, 30, 10, 50]);
          await it.seek(EMPTY);
          expect(await it.take(9)).toHaveLength(5);
          await it.seek(EMPTY);
          expect(here(it)).toBe(reverse ? 50 : 10);
        });
      }
    });

    test("works on an empty family and on an empty range", async () => {
      const options = [{}, { reverse: true }, { start: bytes(5), end: bytes(5) }];
      const inverted = { start: bytes(9), end: bytes(5) };
      await withEngine(makeDisk, async (engine) => {
        for (const option of [...options, inverted, { ...inverted, reverse: true }]) {
          await withView(engine, (view) =>
            withIterator(view, cf, option, async (it) => {
              for (const target of [EMPTY, bytes(5), bytes(7)]) {
                await it.seek(target);
                expect(it.valid()).toBe(false);
                expect(await it.take(5)).toEqual([]);
              }
            }),
          );
        }
      });
    });
  });

  describe("bounds", () => {
    const cases: [string, IteratorOptions, number[]][] = [
      ["start is inside, end is outside", { start: bytes(20), end: bytes(40) }, [20, 30]],
      ["they need not be keys", { start: bytes(15), end: bytes(45) }, [20, 30, 40]],
      ["an empty one is open", { start: EMPTY, end: EMPTY }, [10, 20, 30, 40, 50]],
      ["start alone", { start: bytes(30, 0) }, [40, 50]],
      ["end alone", { end: bytes(30, 0) }, [10, 20, 30]],
      ["nothing between them", { start: bytes(21), end: bytes(29) }, []],
    ];
    for (const [title, range, keys] of cases) {
      test(title, async () => {
        await onTens(makeDisk, cf, range, async (it) => {
          await it.seek(EMPTY);
          expect(keysOf(await it.take(9))).toEqual(keys.map((key) => [key]));
        });
        await onTens(makeDisk, cf, { ...range, reverse: true }, async (it) => {
          await it.seek(EMPTY);
          expect(keysOf(await it.take(9))).toEqual([...keys].reverse().map((key) => [key]));
        });
      });
    }

    test("a seek outside of them stays inside", async () => {
      const range = { start: bytes(20), end: bytes(40) };
      await onTens(makeDisk, cf, range, async (it) => {
        await it.seek(bytes(5));
        expect(here(it)).toBe(20);
        for (const target of [40, 45, 255]) {
          await it.seek(bytes(target));
          expect(here(it)).toBe("end");
        }
      });
      await onTens(makeDisk, cf, { ...range, reverse: true }, async (it) => {
        for (const target of [40, 45, 255]) {
          await it.seek(bytes(target));
          expect(here(it)).toBe(30);
        }
        await it.seek(bytes(19));
        expect(here(it)).toBe("end");
      });
    });
  });

  describe("take()", () => {
    test("returns up to so many entries and moves past them", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        await it.seek(EMPTY);
        expect(await it.take(0)).toEqual([]);
        expect(keysOf(await it.take(2))).toEqual([[10], [20]]);
        expect(here(it)).toBe(30);
        await it.next();
        expect(keysOf(await it.take(9))).toEqual([[40], [50]]);
        expect(here(it)).toBe("end");
        expect(await it.take(9)).toEqual([]);
      });
    });

    test("takes exactly what is left, and then stands past the end", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        await it.seek(EMPTY);
        expect(await it.take(5)).toHaveLength(5);
        expect(it.valid()).toBe(false);
      });
    });

    test("takes no number that is not one", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        await it.seek(EMPTY);
        for (const limit of [-1, 0.5, Number.NaN]) {
          await expectCode(it.take(limit), "engine/invalid-limit");
          await expectCode(it.take(1, limit), "engine/invalid-limit");
        }
        expect(await it.take(Number.POSITIVE_INFINITY)).toHaveLength(5);
      });
    });

    test("returns early once it has so many bytes, and stands on what follows", async () => {
      await onTens(makeDisk, cf, {}, async (it, engine) => {
        await engine.write([put(cf, bytes(30), Buffer.alloc(1_000_000))], UNSYNCED);
        await withView(engine, (view) =>
          withIterator(view, cf, {}, async (now) => {
            await now.seek(EMPTY);
            const all = await now.take(Infinity);
            const total = all.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
            for (let bytesMax = 0; bytesMax < 10; bytesMax++) {
              await now.seek(EMPTY);
              // Small ones up to the bytes, at least one, and the large one as soon as it is met.
              const taken = await now.take(9, bytesMax);
              expect(taken).toEqual(all.slice(0, taken.length));
              expect(taken.length).toBeGreaterThan(0);
              expect(taken.length).toBeLessThanOrEqual(3);
              expect(now.item()).toEqual(all[taken.length]);
            }
            await now.seek(EMPTY);
            expect(await now.take(0, 9)).toEqual([]);
            expect(await now.take(9, total)).toEqual(all);
            expect(here(now)).toBe("end");
          }),
        );
      });
    });

    test("and next() show every entry once, over many chunks", async () => {
      const count = 5000;
      const keyOf = (i: number): Buffer => bytes(i >> 8, i & 255);
      await withEngine(makeDisk, async (engine) => {
        // 200 bytes each: some chunks end by bytes, others by entries.
        const value = Buffer.alloc(200, 1);
        const ops = Array.from({ length: count }, (_, i) => put(cf, keyOf(i), value));
        await engine.write(ops, UNSYNCED);
        for (const reverse of [false, true]) {
          await withView(engine, (view) =>
            withIterator(view, cf, { reverse }, async (it) => {
              const seen: number[] = [];
              await it.seek(EMPTY);
              for (let step = 0; it.valid(); step++) {
                const entries = step % 2 === 0 ? await it.take(step * 7) : [it.item()];
                if (step % 2 === 1) await it.next();
                seen.push(...entries.map(({ key }) => key.readUInt16BE()));
              }
              const all = Array.from({ length: count }, (_, i) => i);
              expect(seen).toEqual(reverse ? all.reverse() : all);
            }),
          );
        }
      });
    });
  });

  describe("position", () => {
    test("there is none before the first seek", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        expectThrow(() => it.valid(), "engine/iterator-unpositioned");
        expectThrow(() => it.item(), "engine/iterator-unpositioned");
        await expectCode(it.next(), "engine/iterator-unpositioned");
        await expectCode(it.take(1), "engine/iterator-unpositioned");
      });
    });

    test("there is none past the end", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        await it.seek(bytes(50));
        await it.next();
        expect(it.valid()).toBe(false);
        expectThrow(() => it.item(), "engine/iterator-exhausted");
        await expectCode(it.next(), "engine/iterator-exhausted");
      });
    });

    test("nobody may ask for it while it is moving", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        const seeking = it.seek(EMPTY);
        expectThrow(() => it.valid(), "engine/iterator-busy");
        await expectCode(it.seek(bytes(30)), "engine/iterator-busy");
        await expectCode(it.take(1), "engine/iterator-busy");
        await seeking;
        expect(here(it)).toBe(10);
      });
    });

    test("a seek with something that is not a key leaves it where it was", async () => {
      await onTens(makeDisk, cf, {}, async (it) => {
        await it.seek(bytes(20));
        await expectCode(it.seek("20" as unknown as Buffer), "engine/invalid-key");
        expect(here(it)).toBe(20);
      });
    });
  });
}
