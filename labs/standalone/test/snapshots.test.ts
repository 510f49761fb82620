/** Readers are snapshots: of which moment, and what concurrent writers may do meanwhile. */

import { type Bytes, plainBuffer } from "@tinykv/lab-kit";
import { RawScanResponse } from "@tinykv/proto";
import { scenario } from "./store-fixture.ts";
import { type Pair, put } from "./words.ts";

// Guards against a snapshot that is taken by the first read, or by the iterator.
scenario("S8 a reader is one snapshot", { guards: "snapshot-frozen" }, async (store) => {
  await store.put([1], [1]);
  const reader = await store.reader("old reader");
  await store.put([1], [2]);
  await store.put([2], [2]);
  await reader.expectValue([1], [1]);
  await reader.expectAbsent([2]);
  await reader.expectWalk([], [[[1], [1]]]);
  await reader.close();
  await store.expectFound([1], [2]);
});

// Guards against an iterator on live data. The original's #10 passes if it shows nothing at all.
scenario("S9 an old iterator sees all", { guards: "snapshot-frozen" }, async (store) => {
  const pairs = [1, 2, 3, 4].map((key): Pair => [[key], [233, key]]);
  for (const [key, value] of pairs) await store.put(key, value);
  const reader = await store.reader();
  const iterator = await reader.iterator();
  await store.delete([3]);
  await iterator.expectWalk([1], pairs);
  await iterator.expectTake([1], 10, pairs);
  await iterator.close();
  await reader.close();
  const left = pairs.filter((_, index) => index !== 2);
  await store.expectScan({ start: [], limit: 10 }, left);
});

// Guards against one view for all readers, and against closing one by closing another.
scenario("S27 each reader has its own moment", { guards: "snapshot-frozen" }, async (store) => {
  await store.write(put([1], [1]));
  const first = await store.reader("first reader");
  await store.write(put([1], [2]));
  const second = await store.reader("second reader");
  await store.write(put([1], [3]));
  await first.expectValue([1], [1]);
  await first.close();
  await second.expectValue([1], [2]);
  await second.expectWalk([], [[[1], [2]]]);
  await second.close();
  await store.expectStored([1], [3]);
});

const CLIENTS = 50;
const all = Array.from({ length: CLIENTS }, (_, key): Pair => [[key], [key + 100]]);
const hex = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");

// A property check: whatever a scan meets half-way, it shows whole puts, in order, once each.
scenario("S17 concurrent clients", { guards: "scan-ordered" }, async (store, t) => {
  await t.step(`${CLIENTS} RawPuts and ${CLIENTS} RawScans at once`, async () => {
    const puts = all.map(([key, value]) => store.rawPut(key, value));
    const scans = all.map(() => store.rawScan({ start: [], limit: 100 }));
    await Promise.all(puts);
    store.expectWritten("a RawPut");
    for (const scan of await Promise.all(scans)) {
      const { kvs } = t.wire(RawScanResponse, scan);
      const seen = kvs.map(({ key }) => key.toString("hex"));
      const expected = store.pairs(all).filter(([key]) => seen.includes(hex(key)));
      t.expectEntries(kvs, expected);
      t.expectEqual(new Set(seen).size, seen.length, "number of different keys");
    }
  });
  await store.expectScan({ start: [], limit: 100 }, all);
});

const ROUNDS = 200;

// A property check: no reader is between the two halves of a batch.
scenario(
  "S18 a batch over two families is seen whole",
  { guards: "batch-atomic" },
  async (store, t) => {
    const { storage } = store;
    const key = (): Buffer => Buffer.from(store.words.key([1]));
    const writeAll = async (): Promise<void> => {
      for (let i = 1; i <= ROUNDS; i += 1) {
        const batch = [put([1], [i]), put([1], [i], "write")];
        await storage.write(undefined, store.changes(batch));
        store.expectWritten("the write");
      }
    };
    const readAll = async (): Promise<void> => {
      for (let i = 1; i <= ROUNDS; i += 1) {
        const reader = await storage.reader(undefined);
        const inDefault = await reader.getCF("default", key());
        const inWrite = await reader.getCF("write", key());
        await reader.close();
        if (inDefault === undefined) t.expectAbsent(inWrite, "value in write");
        else
          t.expectBytes(inWrite, plainBuffer(inDefault, "the value in default"), "value in write");
      }
    };
    await t.step(`write one key in default and write, ${ROUNDS} times, and read both`, () =>
      Promise.all([writeAll(), readAll()]),
    );
    await store.expectStored([1], [ROUNDS]);
    await store.expectStored([1], [ROUNDS], "write");
  },
);
