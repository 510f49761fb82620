/**
 * Tests of the limit on what one reader gives out: exact at the border, and kept before too much is
 * in memory.
 */

import { describe, expect, test } from "@jest/globals";
import type { Engine, Entry } from "@tinykv/engine";
import { memoryEngines } from "@tinykv/engine/memory";
import type { DBIterator, Storage, StorageReader } from "@tinykv/standalone";
import fc from "fast-check";
import { BoundedStorage } from "./bounded-storage.ts";

const tooLarge = expect.objectContaining({ code: "server/response-too-large" });

/** An iterator over a list, which counts what was ever asked of it. */
class ListIterator implements DBIterator {
  asked = 0;
  readonly #entries: readonly Entry[];
  #position = 0;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  valid(): boolean {
    return this.#position < this.#entries.length;
  }

  item(): Entry {
    const entry = this.#entries[this.#position];
    if (entry === undefined) throw new Error("past the end");
    return entry;
  }

  async next(): Promise<void> {
    this.#position += 1;
  }

  async seek(key: Buffer): Promise<void> {
    const found = this.#entries.findIndex((entry) => entry.key.compare(key) >= 0);
    this.#position = found < 0 ? this.#entries.length : found;
  }

  async take(limit: number): Promise<Entry[]> {
    if (!(limit >= 0)) throw new RangeError(`${limit} entries`);
    this.asked += limit;
    const taken = this.#entries.slice(this.#position, this.#position + limit);
    this.#position += taken.length;
    return taken;
  }

  async close(): Promise<void> {
    this.#position = Number.NaN;
  }
}

/** Entries whose keys are two bytes, and whose values have the given lengths. */
function entriesOf(valueLengths: readonly number[]): Entry[] {
  return valueLengths.map((length, i) => {
    const key = Buffer.alloc(2);
    key.writeUInt16BE(i);
    return { key, value: Buffer.alloc(length, i) };
  });
}

async function iteratorOver(
  entries: readonly Entry[],
  bytesMax: number,
): Promise<{ bounded: DBIterator; inner: ListIterator }> {
  const inner = new ListIterator(entries);
  const reader = {
    getCF: async () => undefined,
    iterCF: () => inner,
    close: async () => undefined,
  };
  const storage = new BoundedStorage(
    { reader: async () => reader } as unknown as Storage,
    bytesMax,
  );
  const bounded = (await storage.reader(undefined)).iterCF("default");
  await bounded.seek(Buffer.alloc(0));
  return { bounded, inner };
}

/** A storage over an engine, which notes the bytes of every bite that its iterators give out. */
function storageOver(engine: Engine, seen: number[]): Storage {
  const reader = async (): Promise<StorageReader> => {
    const view = engine.readView();
    return {
      getCF: (cf, key) => view.get(cf, key),
      iterCF: (cf) => {
        const inner = view.iterator(cf);
        const take = async (...args: Parameters<typeof inner.take>): Promise<Entry[]> => {
          const bite = await inner.take(...args);
          seen.push(bite.reduce((sum, { key, value }) => sum + key.length + value.length, 0));
          return bite;
        };
        return {
          valid: () => inner.valid(),
          item: () => inner.item(),
          next: () => inner.next(),
          seek: (key) => inner.seek(key),
          take,
          close: () => inner.close(),
        };
      },
      close: () => view.close(),
    };
  };
  const idle = async (): Promise<void> => undefined;
  return { start: idle, stop: idle, write: idle, reader };
}

describe("BoundedStorage", () => {
  test("gives out exactly as many bytes as allowed, and not one more", async () => {
    const entries = entriesOf([8, 8, 8]);
    const enough = await iteratorOver(entries, 30);
    expect(await enough.bounded.take(3)).toEqual(entries);
    const short = await iteratorOver(entries, 29);
    await expect(short.bounded.take(3)).rejects.toEqual(tooLarge);
  });

  test("counts what is walked over entry by entry, each entry once", async () => {
    const { bounded } = await iteratorOver(entriesOf([8, 8, 8]), 20);
    for (let i = 0; i < 5; i++) expect(bounded.item().value.length).toBe(8);
    await bounded.next();
    bounded.item();
    await bounded.next();
    expect(() => bounded.item()).toThrow(tooLarge);
  });

  test("counts all iterators of a reader together, and each reader alone", async () => {
    const entries = entriesOf([8]);
    const reader = {
      getCF: async () => undefined,
      iterCF: () => new ListIterator(entries),
      close: async () => undefined,
    };
    const inner = { reader: async () => reader } as unknown as Storage;
    const storage = new BoundedStorage(inner, 10);
    for (let i = 0; i < 3; i++) {
      const one = await storage.reader(undefined);
      expect(await one.iterCF("default").take(1)).toEqual(entries);
      await expect(one.iterCF("write").take(1)).rejects.toEqual(tooLarge);
    }
  });

  test("does not read what it could not give out, whatever the limit", async () => {
    const { bounded, inner } = await iteratorOver(entriesOf(Array(10_000).fill(998)), 50_000);
    await expect(bounded.take(4_294_967_295)).rejects.toEqual(tooLarge);
    // 50 entries fit. A few more may be read to find out that there are more.
    expect(inner.asked).toBeLessThan(60);
  });

  test("does not read one huge value after another behind many small keys", async () => {
    const engine = await memoryEngines().open("data");
    const lengths = [...Array<number>(200).fill(1), ...Array<number>(20).fill(1_000_000)];
    for (const entry of entriesOf(lengths)) {
      await engine.write([{ type: "put", cf: "default", ...entry }], { sync: false });
    }
    const seen: number[] = [];
    const storage = new BoundedStorage(storageOver(engine, seen), 2_000_000);
    const reader = await storage.reader(undefined);
    const iterator = reader.iterCF("default");
    await iterator.seek(Buffer.alloc(0));
    await expect(iterator.take(4_294_967_295)).rejects.toEqual(tooLarge);
    // The budget, and no more than the one value that overdraws it.
    expect(seen.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(3_000_000);
    await iterator.close();
    await reader.close();
    await engine.close();
  });

  test("passes limits that are none on to the iterator under it", async () => {
    for (const limit of [Number.NaN, -1]) {
      const { bounded } = await iteratorOver(entriesOf([8]), 100);
      await expect(bounded.take(limit)).rejects.toThrow(`${limit} entries`);
    }
  });

  test("counts an entry once that is looked at and then taken", async () => {
    const entries = entriesOf([8, 8, 8]);
    const { bounded } = await iteratorOver(entries, 30);
    bounded.item();
    expect(await bounded.take(0)).toEqual([]);
    expect(await bounded.take(1)).toEqual(entries.slice(0, 1));
    bounded.item();
    expect(await bounded.take(2)).toEqual(entries.slice(1));
    const short = await iteratorOver(entries, 29);
    short.bounded.item();
    await expect(short.bounded.take(3)).rejects.toEqual(tooLarge);
  });

  test("returns the same entries as the iterator under it, for every limit", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(300), { maxLength: 400 }),
        fc.nat(500),
        async (lengths, limit) => {
          const entries = entriesOf(lengths);
          const { bounded } = await iteratorOver(entries, Number.MAX_SAFE_INTEGER);
          expect(await bounded.take(limit)).toEqual(entries.slice(0, limit));
          expect(bounded.valid()).toBe(limit < entries.length);
          expect(await bounded.take(1000)).toEqual(entries.slice(limit));
        },
      ),
    );
  });

  test("passes point reads, writes and closing through", async () => {
    const calls: string[] = [];
    const inner: Storage = {
      start: async () => void calls.push("start"),
      stop: async () => void calls.push("stop"),
      write: async (_context, batch) => void calls.push(`write ${batch.length}`),
      reader: async () => ({
        getCF: async (cf, key) => Buffer.from(`${cf} ${key.toString()}`),
        iterCF: () => new ListIterator([]),
        close: async () => void calls.push("close reader"),
      }),
    };
    const storage = new BoundedStorage(inner, 1);
    await storage.start();
    await storage.write(undefined, []);
    const reader = await storage.reader(undefined);
    expect(await reader.getCF("lock", Buffer.from("key"))).toEqual(Buffer.from("lock key"));
    await reader.iterCF("lock").close();
    await reader.close();
    await storage.stop();
    expect(calls).toEqual(["start", "write 0", "close reader", "stop"]);
  });
});
