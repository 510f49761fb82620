/**
 * The server that answers the raw API from any storage.
 *
 * Given code: read it, do not change it. The handlers are yours, in `raw-handlers.ts`.
 */

import type {
  RawDeleteRequest,
  RawDeleteResponse,
  RawGetRequest,
  RawGetResponse,
  RawPutRequest,
  RawPutResponse,
  RawScanRequest,
  RawScanResponse,
} from "@tinykv/proto";
import { rawDelete, rawGet, rawPut, rawScan } from "./raw-handlers.ts";
import type { Storage } from "./storage.ts";

/** One handler per RPC. A handler that rejects becomes a gRPC error status. */
export class Server {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Reads one key. */
  rawGet(request: RawGetRequest): Promise<RawGetResponse> {
    return rawGet(this.#storage, request);
  }

  /** Stores one key. */
  rawPut(request: RawPutRequest): Promise<RawPutResponse> {
    return rawPut(this.#storage, request);
  }

  /** Removes one key. */
  rawDelete(request: RawDeleteRequest): Promise<RawDeleteResponse> {
    return rawDelete(this.#storage, request);
  }

  /** Reads consecutive keys. */
  rawScan(request: RawScanRequest): Promise<RawScanResponse> {
    return rawScan(this.#storage, request);
  }
}
