/** You write this file: the four calls of the raw API, over any storage.
 *
 * A handler turns a request into reads or writes of a {@link Storage}, and what came of it into a
 * response. It knows nothing of engines: in lab 2 the same four functions run over Raft.
 *
 * Three outcomes are kept apart:
 * - an answer, and "there is no such key" is one;
 * - a region error, an answer as well: somewhere in the call the storage threw a RegionError, and
 *   the response carries its message, while every other field keeps its default;
 * - a failure, which is everything else that is thrown: the handler rejects with it.
 *
 * Whatever the outcome, the handler leaves no reader and no iterator open.
 *
 * Handout: docs/labs/standalone.md. Messages: proto/kvrpcpb.proto.
 */

import {
  type RawDeleteRequest,
  RawDeleteResponse,
  type RawGetRequest,
  RawGetResponse,
  type RawPutRequest,
  RawPutResponse,
  type RawScanRequest,
  RawScanResponse,
} from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { Storage } from "./storage.ts";

/**
 * Reads one key.
 *
 * @returns `value` with `notFound` false, and the value may be empty; `notFound` true and an empty
 *   value if the key is absent
 * @throws {TinyKvError} `engine/unknown-cf`, or whatever else the storage failed with
 */
export async function rawGet(storage: Storage, request: RawGetRequest): Promise<RawGetResponse> {
  // TODO(1) read the key through a reader, and tell absent from empty.
  //   read:  docs/labs/standalone.md#absent-empty-error; `RawGetResponse` in proto/kvrpcpb.proto
  //   keep:  the reader is closed on every path; the storage gets the request's context
  //   check: npm run lab -- test 1 -t "TestRawGet1 "
  todo("1", "rawGet");
}

/**
 * Stores one key, over an older value if there is one. Resolves once the write is durable.
 *
 * @throws {TinyKvError} `engine/unknown-cf`, or whatever else the storage failed with
 */
export async function rawPut(storage: Storage, request: RawPutRequest): Promise<RawPutResponse> {
  // TODO(1) write a batch of one put.
  //   read:  docs/labs/standalone.md#writing-a-batch; `Modify` in labs/standalone/src/storage.ts
  //   keep:  no answer before the write is done; an empty value is stored like any other
  //   check: npm run lab -- test 1 -t TestRawPut1
  todo("1", "rawPut");
}

/**
 * Removes one key; removing an absent key succeeds. Resolves once the write is durable.
 *
 * @throws {TinyKvError} `engine/unknown-cf`, or whatever else the storage failed with
 */
export async function rawDelete(
  storage: Storage,
  request: RawDeleteRequest,
): Promise<RawDeleteResponse> {
  // TODO(1) write a batch of one delete.
  //   read:  docs/labs/standalone.md#writing-a-batch; `Modify` in labs/standalone/src/storage.ts
  //   keep:  no answer before the write is done; an absent key is no error
  //   check: npm run lab -- test 1 -t TestRawDelete1
  todo("1", "rawDelete");
}

/**
 * Reads consecutive keys of one column family, ascending, from `startKey` on.
 *
 * @param request `startKey` is included, and an empty one means the first key; `limit` is the most
 *   pairs that the answer may have, from 0 (none) to 2^32 − 1
 * @returns `kvs`, as many pairs as there are up to the limit; keys have no prefix
 * @throws {TinyKvError} `engine/unknown-cf`, or whatever else the storage failed with
 */
export async function rawScan(storage: Storage, request: RawScanRequest): Promise<RawScanResponse> {
  // TODO(1) walk an iterator from the start key, and stop at the limit or the end.
  //   read:  docs/labs/standalone.md#ordered-iteration; `DBIterator` in
  //          labs/standalone/src/storage.ts
  //   keep:  first the iterator is closed, then the reader, on every path; the limit is only an
  //          upper bound, so nothing is allocated for it
  //   check: npm run lab -- test 1 -t TestRawScan1
  todo("1", "rawScan");
}
