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
  type Context,
  type RawDeleteRequest,
  RawDeleteResponse,
  type RawGetRequest,
  RawGetResponse,
  type RawPutRequest,
  RawPutResponse,
  type RawScanRequest,
  RawScanResponse,
  type RegionErrorMessage,
} from "@tinykv/proto";
import { RegionError } from "./region-error.ts";
import type { Storage, StorageReader } from "./storage.ts";

/**
 * Reads one key.
 *
 * @returns `value` with `notFound` false, and the value may be empty; `notFound` true and an empty
 *   value if the key is absent
 * @throws {TinyKvError} `engine/unknown-cf`, or whatever else the storage failed with
 */
export async function rawGet(storage: Storage, request: RawGetRequest): Promise<RawGetResponse> {
  // gap 1 rawGet
  // TODO(1) read the key through a reader, and tell absent from empty.
  //   read:  docs/labs/standalone.md#absent-empty-error; `RawGetResponse` in proto/kvrpcpb.proto
  //   keep:  the reader is closed on every path; the storage gets the request's context
  //   check: npm run lab -- test 1 -t "TestRawGet1 "
  // solution
  try {
    const value = await withReader(storage, request.context, (reader) =>
      reader.getCF(request.cf, request.key),
    );
    return RawGetResponse.create(value === undefined ? { notFound: true } : { value });
  } catch (error) {
    return RawGetResponse.create({ regionError: regionErrorOf(error) });
  }
  // end
}

/**
 * Stores one key, over an older value if there is one. Resolves once the write is durable.
 *
 * @throws {TinyKvError} `engine/unknown-cf`, or whatever else the storage failed with
 */
export async function rawPut(storage: Storage, request: RawPutRequest): Promise<RawPutResponse> {
  // gap 1 rawPut
  // TODO(1) write a batch of one put.
  //   read:  docs/labs/standalone.md#writing-a-batch; `Modify` in labs/standalone/src/storage.ts
  //   keep:  no answer before the write is done; an empty value is stored like any other
  //   check: npm run lab -- test 1 -t TestRawPut1
  // solution
  try {
    const { cf, key, value } = request;
    await storage.write(request.context, [{ type: "put", cf, key, value }]);
    return RawPutResponse.create();
  } catch (error) {
    return RawPutResponse.create({ regionError: regionErrorOf(error) });
  }
  // end
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
  // gap 1 rawDelete
  // TODO(1) write a batch of one delete.
  //   read:  docs/labs/standalone.md#writing-a-batch; `Modify` in labs/standalone/src/storage.ts
  //   keep:  no answer before the write is done; an absent key is no error
  //   check: npm run lab -- test 1 -t TestRawDelete1
  // solution
  try {
    const { cf, key } = request;
    await storage.write(request.context, [{ type: "delete", cf, key }]);
    return RawDeleteResponse.create();
  } catch (error) {
    return RawDeleteResponse.create({ regionError: regionErrorOf(error) });
  }
  // end
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
  // gap 1 rawScan
  // TODO(1) walk an iterator from the start key, and stop at the limit or the end.
  //   read:  docs/labs/standalone.md#ordered-iteration; `DBIterator` in
  //          labs/standalone/src/storage.ts
  //   keep:  first the iterator is closed, then the reader, on every path; the limit is only an
  //          upper bound, so nothing is allocated for it
  //   check: npm run lab -- test 1 -t TestRawScan1
  // solution
  try {
    const kvs = await withReader(storage, request.context, async (reader) => {
      const iterator = reader.iterCF(request.cf);
      try {
        await iterator.seek(request.startKey);
        return await iterator.take(request.limit);
      } finally {
        await iterator.close();
      }
    });
    return RawScanResponse.create({ kvs });
  } catch (error) {
    return RawScanResponse.create({ regionError: regionErrorOf(error) });
  }
  // end
}
// cut

/** Runs `use` on a new reader, and closes the reader whatever comes of it. */
async function withReader<T>(
  storage: Storage,
  context: Context | undefined,
  use: (reader: StorageReader) => Promise<T>,
): Promise<T> {
  const reader = await storage.reader(context);
  try {
    // `await` matters: a bare `return use(reader)` would close the reader under the read.
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** The message to answer with if `error` is a region error; throws `error` again if it is not. */
function regionErrorOf(error: unknown): RegionErrorMessage {
  if (error instanceof RegionError) return error.regionError;
  throw error;
}
// end
