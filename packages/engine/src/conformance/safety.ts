/**
 * Conformance: an engine in the hands of code that is careless or hostile. It shares no memory with
 * its callers, has no state that they can reach, and works when it is frozen through and through.
 */

import { describe, expect, test } from "@jest/globals";
import { CF_DEFAULT } from "../column-family.ts";
import {
  bytes,
  EMPTY,
  expectCode,
  type MakeTestDisk,
  put,
  putEach,
  scan,
  UNSYNCED,
  withEngine,
  withIterator,
  withView,
} from "./harness.ts";

/**
 * Everything that can be reached from `root` through properties and prototypes, `root` included.
 */
function reachable(root: object): Set<object> {
  const seen = new Set<object>();
  const toVisit: unknown[] = [root];
  while (toVisit.length > 0) {
    const next = toVisit.pop();
    if ((typeof next !== "object" && typeof next !== "function") || next === null) continue;
    if (seen.has(next) || next === Object.prototype || next === Function.prototype) continue;
    seen.add(next);
    // The prototypes of functions are the language's own.
    if (typeof next === "object") toVisit.push(Object.getPrototypeOf(next));
    for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(next))) {
      toVisit.push(...(Object.values(descriptor) as unknown[]));
    }
  }
  return seen;
}

export function safetyTests(makeDisk: MakeTestDisk): void {
  describe("memory", () => {
    test("what a caller does to its buffers after a write changes nothing", async () => {
      await withEngine(makeDisk, async (engine) => {
        const [key, value] = [bytes(1), bytes(5)];
        const ops = [put(CF_DEFAULT, key, value)];
        const writing = engine.write(ops, UNSYNCED);
        ops.push(put(CF_DEFAULT, bytes(2), bytes(2)));
        key.fill(9);
        value.fill(9);
        await writing;
        key.fill(8);
        value.fill(8);
        expect(await scan(engine, CF_DEFAULT)).toEqual([{ key: bytes(1), value: bytes(5) }]);
      });
    });

    test("what a caller does to what it read changes nothing", async () => {
      await withEngine(makeDisk, async (engine) => {
        await engine.write(putEach(CF_DEFAULT, [1, 2, 3]), UNSYNCED);
        (await engine.get(CF_DEFAULT, bytes(1)))?.fill(9);
        await withView(engine, async (view) => {
          (await view.get(CF_DEFAULT, bytes(1)))?.fill(9);
          await withIterator(view, CF_DEFAULT, {}, async (it) => {
            await it.seek(EMPTY);
            it.item().key.fill(9);
            it.item().value.fill(9);
            await it.seek(EMPTY);
            for (const { key, value } of await it.take(9)) {
              key.fill(9);
              value.fill(9);
            }
            await it.seek(EMPTY);
            expect((await it.take(9)).map(({ value }) => value[0])).toEqual([1, 2, 3]);
          });
        });
        expect((await scan(engine, CF_DEFAULT)).map(({ key }) => key[0])).toEqual([1, 2, 3]);
      });
    });

    test("an entry stays as it is when the iterator goes on and is closed", async () => {
      await withEngine(makeDisk, async (engine) => {
        await engine.write(putEach(CF_DEFAULT, [1, 2, 3, 4, 5, 6]), UNSYNCED);
        const entries = await withView(engine, (view) =>
          withIterator(view, CF_DEFAULT, {}, async (it) => {
            await it.seek(EMPTY);
            const first = it.item();
            expect(it.item()).toBe(first);
            await it.next();
            return [first, ...(await it.take(9))];
          }),
        );
        expect(entries.map(({ key, value }) => [key[0], value[0]])).toEqual(
          [1, 2, 3, 4, 5, 6].map((n) => [n, n]),
        );
      });
    });

    test("bounds and seek targets may be changed at once", async () => {
      await withEngine(makeDisk, async (engine) => {
        await engine.write(putEach(CF_DEFAULT, [1, 2, 3]), UNSYNCED);
        await withView(engine, async (view) => {
          const [start, end, target] = [bytes(2), bytes(4), bytes(3)];
          await withIterator(view, CF_DEFAULT, { start, end }, async (it) => {
            start.fill(0);
            end.fill(0);
            const seeking = it.seek(target);
            target.fill(0);
            await seeking;
            expect(it.item().key).toEqual(bytes(3));
            await it.seek(EMPTY);
            expect(it.item().key).toEqual(bytes(2));
          });
        });
      });
    });

    test("a buffer that lies about its length is read by its bytes", async () => {
      await withEngine(makeDisk, async (engine) => {
        const liar = bytes(1, 2);
        let length = 1;
        Object.defineProperty(liar, "length", { get: () => length });
        await engine.write([put(CF_DEFAULT, liar, liar)], UNSYNCED);
        const [entry] = await scan(engine, CF_DEFAULT);
        expect([...(entry?.key ?? [])]).toEqual([1, 2]);
        expect([...(entry?.value ?? [])]).toEqual([1, 2]);
        length = 2 ** 31;
        expect(await engine.get(CF_DEFAULT, liar)).toEqual(bytes(1, 2));
      });
    });

    test("an operation is looked at once: it cannot change its mind after the check", async () => {
      await withEngine(makeDisk, async (engine) => {
        let looks = 0;
        const op = {
          ...put(CF_DEFAULT, bytes(1), bytes(1)),
          get cf(): string {
            looks += 1;
            return looks === 1 ? CF_DEFAULT : "nope";
          },
        };
        await engine.write([op], UNSYNCED);
        expect(looks).toBe(1);
        expect(await scan(engine, CF_DEFAULT)).toHaveLength(1);
      });
    });

    test("an argument that throws when it is looked at fails its own call only", async () => {
      await withEngine(makeDisk, async (engine) => {
        const op = {
          ...put(CF_DEFAULT, bytes(1), bytes(1)),
          get value(): Buffer {
            throw new RangeError("mine");
          },
        };
        const others = engine.write(putEach(CF_DEFAULT, [2]), UNSYNCED);
        await expect(engine.write([op], UNSYNCED)).rejects.toThrow("mine");
        await others;
        expect(await scan(engine, CF_DEFAULT)).toHaveLength(1);
      });
    });
  });

  describe("state", () => {
    test("nothing of the store can be reached through what is handed out", async () => {
      await withEngine(makeDisk, async (engine) => {
        await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
        await withView(engine, (view) =>
          withIterator(view, CF_DEFAULT, {}, async (it) => {
            await it.seek(EMPTY);
            for (const handedOut of [engine, view, it]) {
              expect(Reflect.ownKeys(handedOut)).toEqual([]);
              const data = [...reachable(handedOut)].filter((thing) => typeof thing !== "function");
              // The object, its prototype, and nothing else that is not a function.
              expect(data).toHaveLength(2);
            }
          }),
        );
      });
    });

    test("an engine works when everything of it is frozen", async () => {
      await withEngine(makeDisk, async (engine) => {
        for (const thing of reachable(engine)) Object.freeze(thing);
        await engine.write(putEach(CF_DEFAULT, [1, 2]), UNSYNCED);
        const view = engine.readView();
        for (const thing of reachable(view)) Object.freeze(thing);
        const it = view.iterator(CF_DEFAULT);
        for (const thing of reachable(it)) Object.freeze(thing);
        await it.seek(EMPTY);
        await it.next();
        expect(await it.take(2)).toHaveLength(1);
        await it.close();
        await view.close();
        await engine.deleteRange(CF_DEFAULT, {}, UNSYNCED);
        expect(engine.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
        await engine.close();
        await expectCode(engine.get(CF_DEFAULT, bytes(1)), "engine/closed");
      });
    });

    test("what is counted cannot be changed from outside", async () => {
      await withEngine(makeDisk, async (engine) => {
        const usage = engine.usage() as { openReadViews: number };
        usage.openReadViews = 7;
        expect(engine.usage().openReadViews).toBe(0);
      });
    });
  });
}
