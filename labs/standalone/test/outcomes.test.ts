/** Answers, region errors and failures, and what a handler passes on to the storage. */

import type { Codec, LabContext } from "@tinykv/lab-kit";
import {
  Context,
  errorpb,
  RawDeleteResponse,
  RawGetResponse,
  RawPutResponse,
  RawScanResponse,
} from "@tinykv/proto";
import { standIn } from "./stand-in-storage.ts";
import { lab, type Store, scenario } from "./store-fixture.ts";
import { type Read, ReadWatch } from "./watched-reader.ts";
import { put } from "./words.ts";

const REGION_ID = 1;

/** The error of a region, made anew: lab code may change the one that it is given. */
function notLeader(): errorpb.Error {
  return errorpb.Error.create({ message: "not leader", notLeader: { regionId: REGION_ID } });
}

/** One of the four calls, on the key `[1]` of a column family. */
interface Call {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  /** Expects a response that holds this region error, and defaults everywhere else. */
  readonly expectRegionError: (t: LabContext, response: unknown) => void;
}

interface ResponseCodec<T> extends Codec<T> {
  create(base: { regionError: errorpb.Error }): T;
}

function callOf<T extends { regionError: errorpb.Error | undefined }>(
  name: string,
  codec: ResponseCodec<T>,
  call: () => Promise<unknown>,
): Call {
  const bytesOf = (message: T): Uint8Array => codec.encode(message).finish();
  return {
    name,
    call,
    expectRegionError(t, response) {
      const received = t.wire(codec, response);
      const regionId = received.regionError?.notLeader?.regionId;
      t.expectEqual(regionId, REGION_ID, "regionError.notLeader.regionId");
      // A field at its default takes no bytes, so this compares all other fields at once.
      const expected = bytesOf(codec.create({ regionError: notLeader() }));
      t.expectBytes(bytesOf(received), expected, "whole response on the wire");
    },
  };
}

function calls(store: Store, cf = "default", context?: Context): Call[] {
  const range = { start: [], limit: 10, cf };
  return [
    callOf("RawGet", RawGetResponse, () => store.rawGet([1], cf, context)),
    callOf("RawPut", RawPutResponse, () => store.rawPut([1], [9], cf, context)),
    callOf("RawDelete", RawDeleteResponse, () => store.rawDelete([1], cf, context)),
    callOf("RawScan", RawScanResponse, () => store.rawScan(range, context)),
  ];
}

async function expectAllRejected(store: Store, t: LabContext, cf = "default"): Promise<void> {
  for (const { name, call } of calls(store, cf)) {
    await t.step(`${name} ${JSON.stringify(cf)} fails`, () => t.expectRejects(call, name));
  }
}

/** The answer of a call whose storage throws `failure`, a region error. */
async function answerDespite(
  t: LabContext,
  failure: Error,
  call: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    // By identity: what else a lab throws is shown as it is, with its line.
    if (error !== failure) throw error;
    return t.fail("expected a response with `regionError` set, but the call was rejected with it");
  }
}

/**
 * Reads that fail, for every place in a call where a storage can notice that it cannot serve it.
 */
const failingReads: readonly { call: string; where: string; reads: readonly Read[] }[] = [
  { call: "RawGet", where: "at the read", reads: ["getCF", "seek"] },
  { call: "RawScan", where: "at iterCF", reads: ["iterCF"] },
  { call: "RawScan", where: "at seek", reads: ["seek"] },
  { call: "RawScan", where: "at the first pair", reads: ["item", "take"] },
  { call: "RawScan", where: "behind the first pair", reads: ["next", "take"] },
];

/** Every read fails in turn, by a region error and by anything else; nothing stays open. */
async function expectReadFailuresKeptApart(store: Store, t: LabContext): Promise<void> {
  for (const { call: callName, where, reads } of failingReads) {
    let failure: Error = new lab.RegionError(notLeader());
    const watch = new ReadWatch((read) => {
      if (reads.includes(read)) throw failure;
    });
    store.serve(standIn(store.storage, { wrapReader: (reader) => watch.wrap(reader) }));
    for (const { name, call, expectRegionError } of calls(store)) {
      if (name !== callName) continue;
      await t.step(`${name}, and the storage throws a region error ${where}`, async () => {
        expectRegionError(t, await answerDespite(t, failure, call));
      });
      await store.expectNothingOpen();
      failure = new Error("the disk is on fire");
      await t.step(`${name}, and the storage throws a plain error ${where}: fails`, () =>
        t.expectRejects(call, name),
      );
      await store.expectNothingOpen();
    }
  }
}

// Guards against a region error that is thrown on, and against a failure that passes for an answer.
scenario("S15 region errors are answers", { guards: "failure-not-answer" }, async (store, t) => {
  await store.put([1], [1]);
  let failure: Error | undefined;
  const { storage } = store;
  const before = (): void => {
    if (failure !== undefined) throw failure;
  };
  store.serve(standIn(storage, { before }));

  for (const { name, call, expectRegionError } of calls(store)) {
    const regionError = new lab.RegionError(notLeader());
    failure = regionError;
    await t.step(`${name} over a storage that is not the leader`, async () => {
      expectRegionError(t, await answerDespite(t, regionError, call));
    });
  }

  failure = new Error("the disk is on fire");
  await t.step("from here on the storage fails with a plain error", () => undefined);
  await expectAllRejected(store, t);

  failure = undefined;
  await t.step("from here on the storage works", () => undefined);
  await store.expectFound([1], [1]);
  await store.expectNothingOpen();

  await expectReadFailuresKeptApart(store, t);
});

// Guards against a name that is quietly mapped to `default`, or becomes a fourth family.
scenario("S16 unknown column families are refused", { guards: "cf-isolated" }, async (store, t) => {
  await store.put([1], [1]);
  await expectAllRejected(store, t, "nope");
  await expectAllRejected(store, t, "");
  await store.expectWriteRejected([put([2], [2]), put([3], [3], "nope")], "engine/unknown-cf");
  await store.expectNotFound([2]);
  await store.expectScan({ start: [], limit: 10 }, [[[1], [1]]]);
});

// Guards against a context that is dropped: the storage of lab 2 finds its region by it.
scenario("S25 the context reaches the storage", {}, async (store, t) => {
  const seen: (Context | undefined)[] = [];
  const before = (context: Context | undefined): void => void seen.push(context);
  store.serve(standIn(store.storage, { before }));
  const context = Context.create({ regionId: 7, term: 3, peer: { id: 5, storeId: 2 } });
  // Written down beforehand: lab code may change the object that it is given.
  const expected = Context.encode(context).finish();
  for (const { name, call } of calls(store, "default", context)) {
    await t.step(`${name} in region 7`, async () => {
      await call();
      const received = t.wire(Context, seen.pop(), "the context");
      t.expectBytes(Context.encode(received).finish(), expected, "context");
    });
  }
  for (const { name, call } of calls(store)) {
    await t.step(`${name} without a context`, async () => {
      await call();
      t.expectAbsent(seen.pop(), "context");
    });
  }
});
