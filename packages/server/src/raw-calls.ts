/**
 * The four raw calls as functions from the bytes of a request to the bytes of a response.
 *
 * Decoding and encoding are done here, not by grpc-js, for three reasons: bytes that are no message
 * are the client's mistake and answer INVALID_ARGUMENT (grpc-js says INTERNAL), a response that
 * cannot be encoded is the handler's mistake and can be named, and the response is encoded once and
 * measured.
 */

import {
  decodeMessage,
  encodeMessage,
  type MessageFns,
  RawDeleteRequest,
  RawDeleteResponse,
  RawGetRequest,
  RawGetResponse,
  RawPutRequest,
  RawPutResponse,
  RawScanRequest,
  RawScanResponse,
} from "@tinykv/proto";
import { TinyKvError } from "@tinykv/runtime";
import { responseTooLarge } from "./bounded-storage.ts";

/** The most bytes that a message may have in either direction (10 MiB, as in TinyKV). */
export const MESSAGE_BYTES_MAX = 10 * 1024 * 1024;

/** What answers raw calls: `Server` of lab standalone. */
export interface RawApi {
  rawGet(request: RawGetRequest): Promise<RawGetResponse>;
  rawPut(request: RawPutRequest): Promise<RawPutResponse>;
  rawDelete(request: RawDeleteRequest): Promise<RawDeleteResponse>;
  rawScan(request: RawScanRequest): Promise<RawScanResponse>;
}

/** Answers one call. Rejects with what the handler threw, or with an error of area `server`. */
export type RawCall = (api: RawApi, request: Buffer) => Promise<Buffer>;

/** The calls by the name of their method in the service definition. */
export const RAW_CALLS: Readonly<Record<keyof RawApi, RawCall>> = {
  rawGet: bytesCall(RawGetRequest, RawGetResponse, (api, request) => api.rawGet(request)),
  rawPut: bytesCall(RawPutRequest, RawPutResponse, (api, request) => api.rawPut(request)),
  rawDelete: bytesCall(RawDeleteRequest, RawDeleteResponse, (api, request) =>
    api.rawDelete(request),
  ),
  rawScan: bytesCall(RawScanRequest, RawScanResponse, (api, request) => api.rawScan(request)),
};

function bytesCall<Request, Response>(
  request: MessageFns<Request>,
  response: MessageFns<Response>,
  handle: (api: RawApi, request: Request) => Promise<Response>,
): RawCall {
  return async (api, bytes) => {
    const answer = await handle(api, decodeMessage(request, bytes));
    const encoded = encodeAnswer(response, answer);
    if (encoded.length > MESSAGE_BYTES_MAX) throw responseTooLarge(MESSAGE_BYTES_MAX);
    return encoded;
  };
}

/** Encodes what a handler answered, which may be anything while the handler is being written. */
function encodeAnswer<T>(codec: MessageFns<T>, answer: T): Buffer {
  try {
    return encodeMessage(codec, answer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TinyKvError("server/bad-response", `the answer is no ${codec.$type}: ${reason}`, {
      cause: error,
    });
  }
}
