/**
 * The raw API as promises, without any of the comfort of the command line client: errors are those
 * of grpc-js, and nothing is retried. For tests, the crash run and the load of the benchmarks.
 */

import {
  type CallOptions,
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
} from "@grpc/grpc-js";
import {
  type RawDeleteRequest,
  type RawDeleteResponse,
  type RawGetRequest,
  type RawGetResponse,
  type RawPutRequest,
  type RawPutResponse,
  type RawScanRequest,
  type RawScanResponse,
  RawDeleteRequest as rawDeleteRequest,
  RawGetRequest as rawGetRequest,
  RawPutRequest as rawPutRequest,
  RawScanRequest as rawScanRequest,
} from "@tinykv/proto";
import { TinyKvService } from "@tinykv/proto/services";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";

/** A client of one address. Close it when done. */
export class RawTestClient {
  readonly client: Client;

  constructor(addr: string) {
    this.client = new Client(addr, credentials.createInsecure(), {
      "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
      "grpc.enable_http_proxy": 0,
      "grpc.enable_retries": 0,
    });
  }

  get(fields: Partial<RawGetRequest>, options?: CallOptions): Promise<RawGetResponse> {
    return this.call(TinyKvService.rawGet, rawGetRequest.fromPartial(fields), options);
  }

  put(fields: Partial<RawPutRequest>, options?: CallOptions): Promise<RawPutResponse> {
    return this.call(TinyKvService.rawPut, rawPutRequest.fromPartial(fields), options);
  }

  delete(fields: Partial<RawDeleteRequest>, options?: CallOptions): Promise<RawDeleteResponse> {
    return this.call(TinyKvService.rawDelete, rawDeleteRequest.fromPartial(fields), options);
  }

  scan(fields: Partial<RawScanRequest>, options?: CallOptions): Promise<RawScanResponse> {
    return this.call(TinyKvService.rawScan, rawScanRequest.fromPartial(fields), options);
  }

  /** Calls any unary method. Rejects with grpc-js's ServiceError. */
  call<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    options: CallOptions = {},
  ): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = method;
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        options,
        (error, response) => {
          if (response === undefined) reject(error ?? new Error("no error and no response"));
          else resolve(response);
        },
      );
    });
  }

  /** All pairs of a column family, page by page. */
  async *pages(cf: string, limit = 1000): AsyncGenerator<RawScanResponse["kvs"]> {
    let startKey: Buffer = Buffer.alloc(0);
    for (;;) {
      const { kvs } = await this.scan({ cf, startKey, limit });
      yield kvs;
      const last = kvs.at(-1);
      if (last === undefined || kvs.length < limit) return;
      startKey = Buffer.concat([last.key, Buffer.of(0)]);
    }
  }

  close(): void {
    this.client.close();
  }
}
