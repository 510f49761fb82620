/** Lifetimes: of the storage between start and stop, and of what a handler opens. */

import type { LabContext } from "@tinykv/lab-kit";
import { RawGetResponse, RawScanResponse } from "@tinykv/proto";
import { standIn } from "./stand-in-storage.ts";
import { type Store, scenario } from "./store-fixture.ts";
import { type Read, ReadWatch } from "./watched-reader.ts";
import { type Pair, put } from "./words.ts";

const pairs = [1, 2, 3, 4, 5].map((key): Pair => [[key], [233, key]]);
const puts = pairs.map(([key, value]) => put(key, value));

/** Where a handler waits for a read, whichever of these it reads with. */
const heldReads: readonly { call: string; where: string; reads: readonly Read[] }[] = [
  { call: "RawGet", where: "a read", reads: ["getCF", "seek"] },
  { call: "RawScan", where: "a seek", reads: ["seek"] },
  { call: "RawScan", where: "a read behind the seek", reads: ["take", "next"] },
];

/** Expects that a call waits for each of its reads before it closes what it reads from. */
async function expectNothingClosedEarly(store: Store, t: LabContext): Promise<void> {
  const watch = new ReadWatch();
  store.serve(standIn(store.storage, { wrapReader: (reader) => watch.wrap(reader) }));
  for (const { call, where, reads } of heldReads) {
    watch.hold(reads);
    const answer = call === "RawGet" ? store.rawGet([1]) : store.rawScan({ start: [], limit: 100 });
    await t.step(`${call}, while ${where} is held back: waits, and closes nothing`, async () => {
      await t.expectPending(answer, call);
      const [first] = watch.takeClosedEarly();
      if (first !== undefined) t.fail(`${first}: an \`await\` is missing in front of it`);
    });
    watch.release();
    await t.step("let the read come back, and wait for the answer", async () => {
      const value = store.words.value([233, 1]);
      if (call === "RawGet") t.expectBytes(t.wire(RawGetResponse, await answer).value, value);
      else t.expectEntries(t.wire(RawScanResponse, await answer).kvs, store.pairs(pairs));
    });
  }
}

// Guards against a reader left open when the key is absent, an iterator when the limit is hit, and
// against `return` without `await` in front of a `finally` that closes.
scenario("S13 handlers leave nothing open", { guards: "nothing-leaks" }, async (store, t) => {
  await store.write(...puts);
  for (let round = 0; round < 20; round += 1) {
    await store.expectFound([1], [233, 1]);
    await store.expectNotFound([9]);
    await store.expectScan({ start: [], limit: 2 }, pairs.slice(0, 2));
    await store.expectScan({ start: [], limit: 100 }, pairs);
  }
  await store.expectNothingOpen();
  await expectNothingClosedEarly(store, t);
  await store.expectNothingOpen();
});

// Guards against closing only where nothing went wrong.
scenario(
  "S23 a failing read leaves nothing open",
  { guards: "nothing-leaks" },
  async (store, t) => {
    await store.write(...puts);
    await t.step("RawGet nope fails", () =>
      t.expectRejects(() => store.rawGet([1], "nope"), "RawGet"),
    );
    await store.expectNothingOpen();
    await t.step("RawScan nope fails", () =>
      t.expectRejects(() => store.rawScan({ start: [], limit: 10, cf: "nope" }), "RawScan"),
    );
    await store.expectNothingOpen();
    const watch = new ReadWatch((read) => {
      if (read === "next" || read === "take") throw new Error("the disk failed in the scan");
    });
    store.serve(standIn(store.storage, { wrapReader: (reader) => watch.wrap(reader) }));
    await t.step("RawScan default fails in the middle", () =>
      t.expectRejects(() => store.rawScan({ start: [], limit: 10 }), "RawScan"),
    );
    await store.expectNothingOpen();
  },
);

// Guards against opening in the constructor, and against what works by accident while it must not.
scenario("S19 nothing works before start or after stop", { isStarted: false }, async (store, t) => {
  const notStarted = "storage/not-started";
  const expectRefusals = async (): Promise<void> => {
    await store.expectNoEngineOpen();
    await store.expectWriteRejected([put([1], [2])], notStarted);
    await t.step("take a reader: fails", () =>
      t.expectRejects(() => store.storage.reader(undefined), "the reader", notStarted),
    );
  };
  await expectRefusals();
  await store.start();
  await store.write(put([1], [1]));
  await store.stop();
  await expectRefusals();
  await store.start();
  await store.expectStored([1], [1]);
});

// Guards against a second start that loses the running engine, and a second stop that fails.
scenario("S20 start twice, stop twice, start again", {}, async (store, t) => {
  await store.write(put([1], [1]));
  await t.step("start again without a stop: fails", () =>
    t.expectRejects(() => store.storage.start(), "the second start", "storage/already-started"),
  );
  await store.write(put([2], [2]));
  await store.expectStored([1], [1]);
  await store.stop();
  await store.stop();
  await store.expectNoEngineOpen();
  await store.start();
  await store.expectStored([1], [1]);
  await store.expectStored([2], [2]);
});

// Guards against a stop that waits for readers which nobody will close, or is stopped by them.
scenario("S21 stop ends open readers", {}, async (store) => {
  await store.write(...puts);
  const reader = await store.reader();
  const iterator = await reader.iterator();
  await iterator.expectTake([], 2, pairs.slice(0, 2));
  await store.stop();
  await store.expectNoEngineOpen();
  await reader.expectRejected([1], "engine/closed");
  await store.start();
  await store.expectStored([5], [233, 5]);
});
