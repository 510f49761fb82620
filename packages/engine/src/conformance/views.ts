/** Conformance: read views. One moment each, counted, and closed in order. */

import { expect, test } from "@jest/globals";
import { CF_DEFAULT, CF_WRITE } from "../column-family.ts";
import {
  bytes,
  del,
  EMPTY,
  expectCode,
  expectThrow,
  keysOf,
  type MakeTestDisk,
  put,
  putEach,
  UNSYNCED,
  walk,
  withEngine,
  withIterator,
  withView,
} from "./harness.ts";

export function viewTests(makeDisk: MakeTestDisk): void {
  test("a view keeps its moment, for gets and for iterators that come later", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1, 2]), UNSYNCED);
      await withView(engine, async (view) => {
        const ops = [put(CF_DEFAULT, bytes(1), bytes(9)), del(CF_DEFAULT, bytes(2))];
        await engine.write([...ops, ...putEach(CF_DEFAULT, [3])], UNSYNCED);
        expect(await view.get(CF_DEFAULT, bytes(1))).toEqual(bytes(1));
        expect(await view.get(CF_DEFAULT, bytes(2))).toEqual(bytes(2));
        expect(await view.get(CF_DEFAULT, bytes(3))).toBeUndefined();
        expect(keysOf(await walk(view, CF_DEFAULT))).toEqual([[1], [2]]);
        expect(keysOf(await walk(view, CF_DEFAULT, { reverse: true }))).toEqual([[2], [1]]);
      });
      await withView(engine, async (view) => {
        expect(keysOf(await walk(view, CF_DEFAULT))).toEqual([[1], [3]]);
      });
    });
  });

  test("an iterator shows what was deleted after its view was taken", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1, 2, 3, 4]), UNSYNCED);
      await withView(engine, (view) =>
        withIterator(view, CF_DEFAULT, {}, async (it) => {
          await engine.write([del(CF_DEFAULT, bytes(3))], UNSYNCED);
          await it.seek(bytes(1));
          expect(keysOf(await it.take(9))).toEqual([[1], [2], [3], [4]]);
        }),
      );
    });
  });

  test("a view shows what was answered before it, and nothing that began after", async () => {
    await withEngine(makeDisk, async (engine) => {
      for (let round = 1; round <= 20; round++) {
        await engine.write([put(CF_DEFAULT, bytes(1), bytes(round))], UNSYNCED);
        const view = engine.readView();
        const next = engine.write([put(CF_DEFAULT, bytes(1), bytes(100 + round))], UNSYNCED);
        expect(await view.get(CF_DEFAULT, bytes(1))).toEqual(bytes(round));
        await next;
        expect(await view.get(CF_DEFAULT, bytes(1))).toEqual(bytes(round));
        await view.close();
      }
    });
  });

  test("a view that is taken while writes are on their way shows the first of them", async () => {
    await withEngine(makeDisk, async (engine) => {
      const writes = Array.from({ length: 40 }, (_, i) =>
        engine.write([put(CF_DEFAULT, bytes(i), EMPTY), put(CF_WRITE, bytes(i), EMPTY)], UNSYNCED),
      );
      for (let i = 0; i < 10; i++) {
        await withView(engine, async (view) => {
          const keys = keysOf(await walk(view, CF_DEFAULT));
          expect(keys).toEqual(keys.map((_, n) => [n]));
          expect(keysOf(await walk(view, CF_WRITE))).toEqual(keys);
        });
      }
      await Promise.all(writes);
    });
  });

  test("views and iterators are counted from their making to their close", async () => {
    await withEngine(makeDisk, async (engine) => {
      expect(engine.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
      const views = [engine.readView(), engine.readView()];
      const iterators = views.map((view) => view.iterator(CF_DEFAULT));
      expect(engine.usage()).toEqual({ openReadViews: 2, openIterators: 2 });
      for (const iterator of iterators) {
        await iterator.close();
        await iterator.close();
      }
      expect(engine.usage()).toEqual({ openReadViews: 2, openIterators: 0 });
      for (const view of views) {
        await view.close();
        await view.close();
      }
      expect(engine.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
    });
  });

  test("a call that is refused opens nothing", async () => {
    await withEngine(makeDisk, async (engine) => {
      await withView(engine, async (view) => {
        expectThrow(() => view.iterator("nope"), "engine/unknown-cf");
        const range = { end: 7 as unknown as Buffer };
        expectThrow(() => view.iterator(CF_DEFAULT, range), "engine/invalid-key");
        await expectCode(view.get("nope", bytes(1)), "engine/unknown-cf");
        await expectCode(view.get(CF_DEFAULT, 1 as unknown as Buffer), "engine/invalid-key");
        expect(engine.usage()).toEqual({ openReadViews: 1, openIterators: 0 });
      });
    });
  });

  test("a view with open iterators does not close, and stays usable", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      const view = engine.readView();
      const iterator = view.iterator(CF_DEFAULT);
      await expect(view.close()).rejects.toMatchObject({
        name: "InvariantError",
        code: "engine/iterator-open",
        details: { openIterators: 1 },
      });
      expect(await view.get(CF_DEFAULT, bytes(1))).toEqual(bytes(1));
      await iterator.close();
      await view.close();
    });
  });

  test("a closed view or iterator refuses everything but another close", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      const view = engine.readView();
      const iterator = view.iterator(CF_DEFAULT);
      await iterator.seek(EMPTY);
      await iterator.close();
      expectThrow(() => iterator.valid(), "engine/closed");
      expectThrow(() => iterator.item(), "engine/closed");
      const calls = [iterator.next(), iterator.take(1), iterator.seek(EMPTY)];
      await Promise.all(calls.map((call) => expectCode(call, "engine/closed")));
      await view.close();
      await expectCode(view.get(CF_DEFAULT, bytes(1)), "engine/closed");
      expectThrow(() => view.iterator(CF_DEFAULT), "engine/closed");
      expect(await engine.get(CF_DEFAULT, bytes(1))).toEqual(bytes(1));
    });
  });

  test("a read that is on its way when its view is closed is answered", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      const view = engine.readView();
      const reads = Array.from({ length: 20 }, () => view.get(CF_DEFAULT, bytes(1)));
      await view.close();
      expect(await Promise.all(reads)).toEqual(reads.map(() => bytes(1)));
    });
  });

  test("an iterator that is closed while it moves gives an answer or `engine/closed`", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1, 2, 3]), UNSYNCED);
      await withView(engine, async (view) => {
        for (const reverse of [false, true]) {
          const iterator = view.iterator(CF_DEFAULT, { reverse });
          await iterator.seek(bytes(2));
          const move = iterator.seek(EMPTY).catch((error: unknown) => error);
          await iterator.close();
          expect([undefined, "engine/closed"]).toContain(
            ((await move) as { code?: string } | undefined)?.code,
          );
        }
      });
    });
  });
}
