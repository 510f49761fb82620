/**
 * The four raw calls as functions from the bytes of a request to the bytes of a response.
 *
 * Decoding and encoding are done here, not by grpc-js, for three reasons: bytes that are no message
 * are the client's mistake and answer INVALID_ARGUMENT (grpc-js says INTERNAL), a response that
 * cannot be encoded is the handler's mistake and can be named, and the response is encoded once and
 * measured.
 */

import type { MethodDefinition } from "@grpc/grpc-js";
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
import { TinyKvService } from "@tinykv/proto/services";
import { TinyKvError } from "@tinykv/runtime";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import { responseTooLarge } from "./bounded-storage.ts";

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
  rawGet: bytesCall(TinyKvService.rawGet, (api, request) => api.rawGet(request)),
  rawPut: bytesCall(TinyKvService.rawPut, (api, request) => api.rawPut(request)),
  rawDelete: bytesCall(TinyKvService.rawDelete, (api, request) => api.rawDelete(request)),
  rawScan: bytesCall(TinyKvService.rawScan, (api, request) => api.rawScan(request)),
};

/** A call with the codecs of its method, which encode with a buffer that is kept between calls. */
function bytesCall<Request, Response>(
  method: MethodDefinition<Request, Response>,
  handle: (api: RawApi, request: Request) => Promise<Response>,
): RawCall {
  return async (api, bytes) => {
    const answer = await handle(api, method.requestDeserialize(bytes));
    const encoded = encodeAnswer(method, answer);
    if (encoded.length > MESSAGE_BYTES_MAX) throw responseTooLarge(MESSAGE_BYTES_MAX);
    return encoded;
  };
}

/** Encodes what a handler answered, which may be anything while the handler is being written. */
function encodeAnswer<Response>(
  method: Pick<MethodDefinition<unknown, Response>, "path" | "responseSerialize">,
  answer: Response,
): Buffer {
  try {
    return method.responseSerialize(answer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `what the handler of ${method.path} returned is no answer: ${reason}`;
    throw new TinyKvError("server/bad-response", text, { cause: error });
  }
}
