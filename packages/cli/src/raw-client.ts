/**
 * The raw API of one server, as promises with a deadline. Errors come out as {@link CliError}.
 */

import { Client, credentials, Metadata, type MethodDefinition } from "@grpc/grpc-js";
import {
  type KvPair,
  RawDeleteRequest,
  RawGetRequest,
  RawPutRequest,
  RawScanRequest,
} from "@tinykv/proto";
import { TinyKvService } from "@tinykv/proto/services";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import { CliError, callError } from "./cli-error.ts";

/** Where the server is, and how long to wait for each answer. */
export interface RawClientOptions {
  /** `host:port`. */
  readonly addr: string;
  readonly timeoutMs: number;
}

/** What every answer of the raw API can carry besides its result. */
interface Answer {
  readonly regionError?: { readonly message: string } | undefined;
  readonly error: string;
}

/** A connection to one server. Close it when done, or the process does not end. */
export class RawClient {
  readonly #client: Client;
  readonly #options: RawClientOptions;

  /** Connects with the first call. */
  constructor(options: RawClientOptions) {
    this.#options = options;
    this.#client = new Client(options.addr, credentials.createInsecure(), {
      // The server's own limit; grpc-js would stop at 4 MiB.
      "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
      // A store is on this machine or in this network: a web proxy has no part in it.
      "grpc.enable_http_proxy": 0,
    });
  }

  /** The value, or `undefined` if the key is absent. */
  async get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    const request = RawGetRequest.fromPartial({ cf, key });
    const answer = await this.#call(TinyKvService.rawGet, request, { isWrite: false });
    return answer.notFound ? undefined : answer.value;
  }

  /** Stores a value. */
  async put(cf: string, key: Buffer, value: Buffer): Promise<void> {
    const request = RawPutRequest.fromPartial({ cf, key, value });
    await this.#call(TinyKvService.rawPut, request, { isWrite: true });
  }

  /** Removes a key, or finds it absent already. */
  async delete(cf: string, key: Buffer): Promise<void> {
    const request = RawDeleteRequest.fromPartial({ cf, key });
    await this.#call(TinyKvService.rawDelete, request, { isWrite: true });
  }

  /** Up to `limit` pairs from `startKey` on; fewer mean that there are no more. */
  async scan(cf: string, startKey: Buffer, limit: number): Promise<KvPair[]> {
    const request = RawScanRequest.fromPartial({ cf, startKey, limit });
    const answer = await this.#call(TinyKvService.rawScan, request, { isWrite: false });
    return answer.kvs;
  }

  /** Ends the connection. */
  close(): void {
    this.#client.close();
  }

  async #call<Request, Response extends Answer>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    { isWrite }: { readonly isWrite: boolean },
  ): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = method;
    const deadline = Date.now() + this.#options.timeoutMs;
    const answer = await new Promise<Response>((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        { deadline },
        (error, response) => {
          if (response !== undefined) resolve(response);
          else reject(callError(error, { ...this.#options, isWrite }));
        },
      );
    });
    const refusal = answer.regionError?.message ?? answer.error;
    if (refusal !== "") throw new CliError(`The server refused: ${refusal}`);
    return answer;
  }
}
