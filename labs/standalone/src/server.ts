/**
 * The server side of the raw API: one method per RPC, over any storage.
 *
 * It owns nothing but the choice of the storage. What a call means is in `raw-handlers.ts`, which
 * is yours; how a call arrives and leaves (gRPC, limits, status codes) is in `packages/server`.
 *
 * Given code: read it, do not change it.
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

/**
 * Answers the raw API from a storage that somebody else starts and stops.
 *
 * A method that resolves is an answer; one that rejects becomes a gRPC error status. Calls may
 * overlap freely.
 */
export class Server {
  readonly #storage: Storage;

  /** @param storage started before the first call, stopped after the last */
  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** `tinykvpb.TinyKv/RawGet`: reads one key. */
  rawGet(request: RawGetRequest): Promise<RawGetResponse> {
    return rawGet(this.#storage, request);
  }

  /** `tinykvpb.TinyKv/RawPut`: stores one key. */
  rawPut(request: RawPutRequest): Promise<RawPutResponse> {
    return rawPut(this.#storage, request);
  }

  /** `tinykvpb.TinyKv/RawDelete`: removes one key. */
  rawDelete(request: RawDeleteRequest): Promise<RawDeleteResponse> {
    return rawDelete(this.#storage, request);
  }

  /** `tinykvpb.TinyKv/RawScan`: reads consecutive keys. */
  rawScan(request: RawScanRequest): Promise<RawScanResponse> {
    return rawScan(this.#storage, request);
  }
}
