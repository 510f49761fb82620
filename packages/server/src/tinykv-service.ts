/**
 * `tinykvpb.TinyKv` as grpc-js wants it: every method of the service, those of later labs included.
 *
 * A call goes: bytes in, `RawCall`, bytes out, or a failure turned into a status. Whatever happens
 * in a call ends in that call: nothing that a handler throws leaves this file. Only failures that
 * are the server's fault are logged.
 */

import {
  type handleUnaryCall,
  type MethodDefinition,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  status,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { Logger } from "@tinykv/log";
import { TinyKvService } from "@tinykv/proto/services";
import { answersTogether, type SendTogether } from "./answers-together.ts";
import { comesLater } from "./later-calls.ts";
import type { Metrics } from "./metrics.ts";
import { RAW_CALLS, type RawApi, type RawCall } from "./raw-calls.ts";
import { STATUSES_TO_LOG } from "./status-table.ts";
import { logThrown, textOf, toStatus } from "./to-status.ts";

/** What the calls of a service need. */
export interface ServiceDeps {
  /** Who answers raw calls now; throws, with an error for the client, while nobody does. */
  readonly api: () => RawApi;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** A service with its handlers, for `Server.addService`. */
export interface Service {
  readonly definition: ServiceDefinition;
  readonly handlers: UntypedServiceImplementation;
}

/** Builds the whole service. */
export function tinykvService(deps: ServiceDeps): Service {
  const methods = Object.entries(TinyKvService as ServiceDefinition);
  const sendTogether = answersTogether();
  const calls = new Map<string, RawCall>(Object.entries(RAW_CALLS));
  return {
    definition: Object.fromEntries(methods.map(([name, method]) => [name, onBytes(method)])),
    handlers: Object.fromEntries(
      methods.map(([name, method]) => {
        const call = calls.get(name);
        return [
          name,
          call ? rawHandler(name, call, sendTogether, deps) : laterHandler(name, method, deps),
        ];
      }),
    ),
  };
}

/** The same method, with messages left as bytes. */
function onBytes(method: MethodDefinition<unknown, unknown>): MethodDefinition<Buffer, Buffer> {
  const same = (bytes: Buffer): Buffer => bytes;
  return {
    path: method.path,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

function rawHandler(
  name: string,
  call: RawCall,
  sendTogether: SendTogether,
  deps: ServiceDeps,
): handleUnaryCall<Buffer, Buffer> {
  const { api, log } = deps;
  const meter = deps.metrics.meter(name);
  const answered = async (request: Buffer, answer: sendUnaryData<Buffer>): Promise<void> => {
    const begun = meter.begin();
    let response: Buffer;
    try {
      response = await call(api(), request);
    } catch (error) {
      const failure = toStatus(error);
      meter.end(begun, failure.code);
      logFailure(log, name, failure.code, error);
      answer(failure);
      return;
    }
    meter.end(begun, status.OK);
    sendTogether(() => answer(null, response));
  };
  return ({ request }: ServerUnaryCall<Buffer, Buffer>, answer) => void answered(request, answer);
}

function logFailure(log: Logger, method: string, code: status, error: unknown): void {
  const fields = { method, status: status[code] };
  if (STATUSES_TO_LOG.has(code)) {
    logThrown(log, "a call failed", error, fields);
  } else {
    log.debug("a call was refused", { ...fields, reason: textOf(error) });
  }
}

/** Answers UNIMPLEMENTED, whatever is sent and in whichever of the four ways. */
function laterHandler(
  name: string,
  method: MethodDefinition<unknown, unknown>,
  deps: ServiceDeps,
): UntypedHandleCall {
  const meter = deps.metrics.meter(name);
  const failure = { code: status.UNIMPLEMENTED, details: comesLater(name) };
  const refuse = (): typeof failure => {
    meter.end(meter.begin(), failure.code);
    return failure;
  };
  if (method.responseStream) {
    return ((call: { emit(event: "error", error: typeof failure): void }) => {
      call.emit("error", refuse());
    }) as UntypedHandleCall;
  }
  return (_call: unknown, answer: sendUnaryData<Buffer>) => answer(refuse());
}
