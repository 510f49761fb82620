/** Conformance: opening, closing, and coming back. */

import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { CF_DEFAULT, CF_WRITE } from "../column-family.ts";
import {
  bytes,
  EMPTY,
  expectCode,
  expectThrow,
  keysOf,
  type MakeTestDisk,
  put,
  putEach,
  SYNCED,
  scan,
  UNSYNCED,
  withDisk,
  withEngine,
} from "./harness.ts";

/** What a promise came to: `"value"`, or the code of its error. */
async function outcome(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "value";
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

export function lifecycleTests(makeDisk: MakeTestDisk): void {
  test("a path whose parents do not exist is made", async () => {
    await withDisk(makeDisk, async (disk) => {
      const engine = await disk.engines.open(join(disk.path, "a", "b"));
      await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      await engine.close();
    });
  });

  test("a path is a string that says something", async () => {
    await withDisk(makeDisk, async (disk) => {
      let looks = 0;
      const twoFaced = { toString: () => disk.path + String(looks++) };
      for (const path of ["", "\0", undefined, Buffer.from(disk.path), twoFaced]) {
        await expectCode(disk.engines.open(path as string), "engine/invalid-path");
      }
      expect(looks).toBe(0);
    });
  });

  test("data survives a close, synced or not", async () => {
    await withEngine(makeDisk, async (first, disk) => {
      await first.write(putEach(CF_DEFAULT, [1, 2]), SYNCED);
      await first.write([put(CF_WRITE, EMPTY, EMPTY)], UNSYNCED);
      await first.close();
      const second = await disk.engines.open(disk.path);
      expect(keysOf(await scan(second, CF_DEFAULT))).toEqual([[1], [2]]);
      expect(await second.get(CF_WRITE, EMPTY)).toEqual(EMPTY);
      await second.write(putEach(CF_DEFAULT, [3]), UNSYNCED);
      await second.close();
      const third = await disk.engines.open(disk.path);
      expect(keysOf(await scan(third, CF_DEFAULT))).toEqual([[1], [2], [3]]);
      await third.close();
    });
  });

  test("two paths are two engines", async () => {
    await withDisk(makeDisk, async (disk) => {
      const one = await disk.engines.open(join(disk.path, "one"));
      const two = await disk.engines.open(join(disk.path, "two"));
      await one.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      expect(await two.get(CF_DEFAULT, bytes(1))).toBeUndefined();
      await one.close();
      await two.close();
    });
  });

  test("an open path is locked, says so with its name, and is free after the close", async () => {
    await withEngine(makeDisk, async (engine, disk) => {
      const again = disk.engines.open(disk.path);
      await expect(again).rejects.toThrow(disk.path);
      await expectCode(again, "engine/locked");
      await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      await engine.close();
      const reopened = await disk.engines.open(join(disk.path, "."));
      expect(await reopened.get(CF_DEFAULT, bytes(1))).toEqual(bytes(1));
      await reopened.close();
    });
  });

  test("a closed engine refuses everything but another close", async () => {
    await withEngine(makeDisk, async (engine) => {
      const closes = [engine.close(), engine.close()];
      const calls = [
        engine.get(CF_DEFAULT, bytes(1)),
        engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED),
        engine.write([], UNSYNCED),
        engine.deleteRange(CF_DEFAULT, {}, UNSYNCED),
        engine.approximateSize(CF_DEFAULT, {}),
      ];
      await Promise.all(calls.map((call) => expectCode(call, "engine/closed")));
      expectThrow(() => engine.readView(), "engine/closed");
      await Promise.all(closes);
      await engine.close();
    });
  });

  test("closing ends open views and iterators, but does not hide that they leaked", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1, 2, 3]), UNSYNCED);
      const view = engine.readView();
      const unused = view.iterator(CF_DEFAULT);
      const iterator = view.iterator(CF_DEFAULT);
      await iterator.seek(EMPTY);
      await engine.close();
      await expectCode(view.get(CF_DEFAULT, bytes(1)), "engine/closed");
      expectThrow(() => view.iterator(CF_DEFAULT), "engine/closed");
      for (const it of [unused, iterator]) {
        expectThrow(() => it.valid(), "engine/closed");
        expectThrow(() => it.item(), "engine/closed");
        const calls = [it.next(), it.take(1), it.seek(EMPTY)];
        await Promise.all(calls.map((call) => expectCode(call, "engine/closed")));
      }
      expect(engine.usage()).toEqual({ openReadViews: 1, openIterators: 2 });
      await view.close();
      await iterator.close();
      await unused.close();
      expect(engine.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
    });
  });

  test("what is on its way when the engine is closed comes to an end", async () => {
    await withEngine(makeDisk, async (engine, disk) => {
      const ops = Array.from({ length: 5000 }, (_, i) => put(CF_DEFAULT, bytes(i >> 8, i), EMPTY));
      await engine.write(ops, UNSYNCED);
      const view = engine.readView();
      const taking = view.iterator(CF_DEFAULT, { reverse: true });
      await taking.seek(EMPTY);
      const writes = [1, 2, 3].map((i) => engine.write(putEach(CF_WRITE, [i]), { sync: i === 3 }));
      const reads = [
        ...Array.from({ length: 20 }, () => engine.get(CF_DEFAULT, bytes(0, 1))),
        ...Array.from({ length: 20 }, () => view.get(CF_DEFAULT, bytes(0, 1))),
        view.iterator(CF_DEFAULT).seek(EMPTY),
        taking.take(Number.POSITIVE_INFINITY),
        engine.approximateSize(CF_DEFAULT, {}),
        engine.deleteRange(CF_DEFAULT, {}, UNSYNCED),
      ];
      const closing = engine.close();
      const outcomes = await Promise.all(reads.map(outcome));
      expect(["value", "engine/closed"]).toEqual(expect.arrayContaining([...new Set(outcomes)]));
      await Promise.all(writes);
      await closing;
      const reopened = await disk.engines.open(disk.path);
      expect(keysOf(await scan(reopened, CF_WRITE))).toEqual([[1], [2], [3]]);
      await reopened.close();
    });
  });

  test("views may be closed at the same time as the engine", async () => {
    await withEngine(makeDisk, async (engine) => {
      await engine.write(putEach(CF_DEFAULT, [1]), UNSYNCED);
      const views = Array.from({ length: 10 }, () => engine.readView());
      const reads = views.map((view) => outcome(view.get(CF_DEFAULT, bytes(1))));
      const closes = views.map((view, i) => (i % 2 === 0 ? view.close() : undefined));
      await Promise.all([engine.close(), ...closes, ...reads]);
    });
  });
}
