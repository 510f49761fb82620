/** Keys, values and ranges: what is stored, and what a scan returns. */

import type { DBIterator, StorageReader } from "../src/index.ts";
import { type Store, scenario } from "./store-fixture.ts";
import { type Pair, put, show } from "./words.ts";

const countingPairs = (count: number): Pair[] =>
  Array.from({ length: count }, (_, index) => [[index + 1], [233, index + 1]]);

// Guards against `if (!value.length)`, and against a put of nothing that turns into a delete.
scenario("S1 an empty value is a value", { guards: "absent-not-empty" }, async (store) => {
  await store.put([1], []);
  await store.expectFound([1], []);
  await store.expectScan({ start: [], limit: 10 }, [[[1], []]]);
});

// Guards against a `not_found` that is always set, or never.
scenario("S2 found is not not-found", { guards: "absent-not-empty" }, async (store) => {
  await store.put([1], [5]);
  await store.expectFound([1], [5]);
  await store.expectNotFound([2]);
});

// Guards against "there is nothing to delete" as an error.
scenario("S3 deleting an absent key succeeds", {}, async (store) => {
  await store.put([2], [5]);
  await store.delete([1]);
  await store.expectNotFound([1]);
  await store.expectFound([2], [5]);
});

// Guards against 0 as "no limit", and against looking at the limit only after the first pair.
scenario("S4 limit 0 returns nothing", {}, async (store) => {
  await store.write(...countingPairs(5).map(([key, value]) => put(key, value)));
  await store.expectScan({ start: [1], limit: 0 }, []);
});

// Guards against a walk that runs on into the next column family.
scenario("S5 a scan stays in its column family", { guards: "cf-isolated" }, async (store) => {
  await store.put([1], [1]);
  await store.put([1], [2], "lock");
  await store.put([0], [3], "write");
  await store.expectScan({ start: [], limit: 100 }, [[[1], [1]]]);
  await store.expectScan({ start: [], limit: 100, cf: "lock" }, [[[1], [2]]]);
  await store.expectScan({ start: [], limit: 100, cf: "write" }, [[[0], [3]]]);
  await store.expectScan({ start: [2], limit: 100 }, []);
});

const bytesInOrder: readonly (readonly number[])[] = [
  ...[[], [0], [0, 0], [1], [1, 0], [1, 255], [2], [10]],
  ...[[127], [128], [200], [254], [255], [255, 0], [255, 255], [255, 255, 255]],
];

// As UTF-8, in the order of their bytes. A dictionary would begin with "a"; JavaScript, which
// compares halves of surrogate pairs, would end with U+FFFD.
const lettersInOrder = ["B", "a", "z", "\u00e4", "\ufffd", "\u{10000}"];

// Guards against strings on the way, a locale's order, and an upper bound that loses keys of 0xff.
const byteOrder = { guards: "scan-ordered", isExact: true };
scenario("S6 keys are ordered by unsigned bytes", byteOrder, async (store) => {
  for (const key of bytesInOrder.toReversed()) await store.put(key, [key.length]);
  const pairs = bytesInOrder.map((key): Pair => [key, [key.length]]);
  await store.expectScan({ start: [], limit: 100 }, pairs);
  for (const key of bytesInOrder) await store.expectFound(key, [key.length]);
  // A start that goes through text, or is compared as text, begins elsewhere.
  for (const pair of pairs) await store.expectScan({ start: pair[0], limit: 1 }, [pair]);

  for (const letter of lettersInOrder.toReversed())
    await store.put(Buffer.from(letter), [1], "lock");
  const letters = lettersInOrder.map((letter): Pair => [Buffer.from(letter), [1]]);
  await store.expectScan({ start: [], limit: 100, cf: "lock" }, letters);

  // Long ones, which differ at their very end only.
  const long = [1, 2].map((last): Pair => [[...Array<number>(300).fill(7), last], longValue(last)]);
  for (const [key, value] of long.toReversed()) await store.put(key, value, "write");
  for (const [key, value] of long) await store.expectFound(key, value, "write");
  await store.expectScan({ start: [], limit: 100, cf: "write" }, long);

  await store.delete([]);
  await store.expectScan({ start: [], limit: 100 }, pairs.slice(1));
});

function longValue(last: number): number[] {
  return [...Array.from({ length: 70_000 }, (_, at) => at & 255), last];
}

// Guards against a start that must exist, and against one that is left out.
scenario("S7 a scan begins at or after its start", { guards: "scan-ordered" }, async (store) => {
  for (const key of [1, 3, 5]) await store.put([key], [key]);
  const pair = (key: number): Pair => [[key], [key]];
  await store.expectScan({ start: [2], limit: 10 }, [pair(3), pair(5)]);
  await store.expectScan({ start: [6], limit: 10 }, []);
  await store.expectScan({ start: [3], limit: 1 }, [pair(3)]);
});

// Guards against a buffer of the caller that is kept, and against one of the storage that is lent.
scenario("S14 stored bytes are nobody else's memory", {}, async (store, t) => {
  const key = Buffer.from(store.words.key([1]));
  const value = Buffer.from(store.words.value([5]));
  const put = `put default ${show(key)} → ${show(value)}`;
  await t.step(`storage write [${put}], then overwrite both buffers`, async () => {
    await store.storage.write(undefined, [{ type: "put", cf: "default", key, value }]);
    store.expectWritten("the write");
    key.fill(9);
    value.fill(9);
  });
  await store.expectFound([1], [5]);
  for (const [how, bytesOf] of lentBytes(store)) {
    await t.step(`${how}, then overwrite what came back`, async () => {
      // Read once: what is compared is what is overwritten. By the built-in functions, since these
      // values may be anything.
      for (const bytes of await bytesOf()) Uint8Array.prototype.fill.call(bytes, 9);
    });
    await store.expectFound([1], [5]);
    await store.expectScan({ start: [], limit: 2 }, [[[1], [5]]]);
  }
});

/** Every way to get hold of stored bytes. */
function lentBytes(store: Store): [string, () => Promise<Uint8Array[]>][] {
  const { t } = store;
  const asked = (): Buffer => Buffer.from(store.words.key([1]));
  const expectValue = (value: Uint8Array): Uint8Array => {
    t.expectBytes(value, store.words.value([5]));
    return value;
  };
  const fromReader = async (read: (reader: StorageReader) => Promise<Uint8Array[]>) => {
    const reader = await store.storage.reader(undefined);
    try {
      return await read(reader);
    } finally {
      await reader.close();
    }
  };
  const fromIterator = (read: (iterator: DBIterator) => Promise<Uint8Array[]>) =>
    fromReader(async (reader) => {
      const iterator = reader.iterCF("default");
      try {
        await iterator.seek(asked());
        return await read(iterator);
      } finally {
        await iterator.close();
      }
    });
  const request = { context: undefined, cf: "default" };
  return [
    [
      "RawGet",
      async () => [expectValue((await store.server.rawGet({ ...request, key: asked() })).value)],
    ],
    [
      "RawScan",
      async () => {
        const scan = { ...request, startKey: asked(), limit: 1 };
        const [pair] = (await store.server.rawScan(scan)).kvs;
        return pair === undefined ? t.fail("expected a pair") : [pair.key, expectValue(pair.value)];
      },
    ],
    [
      "getCF",
      () =>
        fromReader(async (reader) => {
          const value = await reader.getCF("default", asked());
          return value === undefined ? t.fail("expected a value") : [expectValue(value)];
        }),
    ],
    [
      "item",
      () =>
        fromIterator(async (iterator) => {
          const { key, value } = iterator.item();
          return [key, expectValue(value)];
        }),
    ],
    [
      "take",
      () =>
        fromIterator(async (iterator) => {
          const [entry] = await iterator.take(1);
          return entry === undefined
            ? t.fail("expected an entry")
            : [entry.key, expectValue(entry.value)];
        }),
    ],
  ];
}

// Guards against an array that is made as long as the limit.
scenario("S22 the largest limit is only a limit", {}, async (store) => {
  await store.write(...countingPairs(5).map(([key, value]) => put(key, value)));
  await store.expectScan({ start: [], limit: 2 ** 32 - 1 }, countingPairs(5));
});

const LONG_MIN = 1200;
const LONG_SPREAD = 600;

// Guards against a scan that reads one chunk and takes it for everything.
scenario("S28 a long scan is complete", byteOrder, async (store, t) => {
  const count = LONG_MIN + t.random.below(LONG_SPREAD);
  const pairs = Array.from({ length: count }, (_, i): Pair => [[i >> 8, i & 255], [i % 7]]);
  await store.write(...pairs.map(([key, value]) => put(key, value)));
  await store.expectScan({ start: [], limit: count + 1 }, pairs);
  await store.expectScan({ start: [0, 100], limit: count - 150 }, pairs.slice(100, count - 50));
});
