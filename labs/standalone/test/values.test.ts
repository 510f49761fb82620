/** Keys, values and ranges: what is stored, and what a scan returns. */

import { scenario } from "./store-fixture.ts";
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
});

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
  const asked = Buffer.from(store.words.key([1]));
  await t.step(`RawGet default ${show(asked)}, then overwrite the answer's value`, async () => {
    const request = { context: undefined, cf: "default", key: asked };
    const response = await store.server.rawGet(request);
    t.expectBytes(response.value, store.words.value([5]));
    // By the built-in function: the value may be anything.
    Uint8Array.prototype.fill.call(response.value, 9);
  });
  await store.expectFound([1], [5]);
});

// Guards against an array that is made as long as the limit.
scenario("S22 the largest limit is only a limit", {}, async (store) => {
  await store.write(...countingPairs(5).map(([key, value]) => put(key, value)));
  await store.expectScan({ start: [], limit: 2 ** 32 - 1 }, countingPairs(5));
});

const LONG = 1500;
const longPairs = Array.from({ length: LONG }, (_, i): Pair => [[i >> 8, i & 255], [i % 7]]);

// Guards against a scan that reads one chunk and takes it for everything.
scenario("S28 a long scan is complete", byteOrder, async (store) => {
  await store.write(...longPairs.map(([key, value]) => put(key, value)));
  await store.expectScan({ start: [], limit: LONG + 1 }, longPairs);
  await store.expectScan({ start: [0, 100], limit: 1300 }, longPairs.slice(100, 1400));
});
