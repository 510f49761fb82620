/**
 * What can keep `tinykv` from doing what it was asked for, as one sentence for the person at the
 * terminal. `run-cli.ts` prints it and leaves with 2.
 */

import { status } from "@grpc/grpc-js";

/** A failure whose message is complete as it is. */
export class CliError extends Error {
  override readonly name = "CliError";
}

/** The part of a grpc-js error that is needed here. */
interface ServiceError {
  readonly code: status;
  readonly details: string;
}

function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error &&
    typeof Reflect.get(error, "code") === "number" &&
    typeof Reflect.get(error, "details") === "string"
  );
}

/** What was being done when a call failed. */
export interface CallContext {
  readonly addr: string;
  readonly timeoutMs: number;
  /** Whether the call changes data, so that a lost answer leaves a doubt. */
  readonly isWrite: boolean;
}

/** What a server answers before it has changed anything. After any other status nobody knows. */
const WITHOUT_EFFECT: ReadonlySet<status> = new Set([
  status.INVALID_ARGUMENT,
  status.UNIMPLEMENTED,
  status.UNAVAILABLE,
  status.RESOURCE_EXHAUSTED,
]);

/** The sentence for a call that failed. */
export function callError(error: unknown, context: CallContext): CliError {
  if (!isServiceError(error)) return new CliError(`The call failed: ${String(error)}.`);
  const { addr, timeoutMs, isWrite } = context;
  const doubt = isWrite ? " The write may or may not have happened." : "";
  const { code, details } = error;
  if (code === status.DEADLINE_EXCEEDED) {
    return new CliError(
      `There was no answer from ${addr} within ${timeoutMs} ms (--timeout).${doubt}`,
    );
  }
  // Our server's own sentences begin with a code (`area/what:`); anything else comes from the
  // network.
  const isFromServer = /^[a-z]+\/[a-z-]+:/.test(details);
  if (code === status.UNAVAILABLE && !isFromServer) return unreachable(details, addr, doubt);
  if (doubt === "" || WITHOUT_EFFECT.has(code)) {
    return new CliError(`The server answered ${status[code]}: ${details}`);
  }
  return new CliError(
    `The server answered ${status[code]}: ${details.replace(/\.$/, "")}.${doubt}`,
  );
}

function unreachable(details: string, addr: string, doubt: string): CliError {
  if (/^No connection established|^Name resolution failed/.test(details)) {
    return new CliError(
      `No TinyKV server answers at ${addr}. Is it running there? Start one with ` +
        "`npm run server`, or say where it is with --addr.",
    );
  }
  return new CliError(`The connection to ${addr} was lost: ${details}.${doubt}`);
}
