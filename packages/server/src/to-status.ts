/**
 * Turns whatever a handler threw into a gRPC status, and never throws itself.
 *
 * Handlers are code that is being learned with: they throw strings, errors whose message is a
 * mebibyte, and objects that throw when they are looked at. A status travels in an HTTP/2 header,
 * so its text has to be short and valid Unicode, or the connection (or grpc-js) breaks on it.
 */

import { status } from "@grpc/grpc-js";
import type { LogFields, Logger } from "@tinykv/log";
import { InvariantError, NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { STATUS_OF_CODE } from "./status-table.ts";

/** What a client is told. */
export interface Failure {
  readonly code: status;
  /** Begins with the stable code of the error, where it has one. */
  readonly details: string;
}

/** Enough for any sentence of ours; with every character escaped it stays below 8 KiB. */
const DETAILS_LENGTH_MAX = 800;

/** Errors whose messages begin with a code. */
const OURS = [TinyKvError, NotImplementedError, InvariantError] as const;

/** The code of whatever has none of its own. */
const UNEXPECTED = "server/unexpected";

/** The status to answer with when `error` was thrown. */
export function toStatus(error: unknown): Failure {
  return { code: codeOf(error), details: shortened(textOf(error)) };
}

function codeOf(error: unknown): status {
  try {
    if (error instanceof NotImplementedError) return status.UNIMPLEMENTED;
    if (error instanceof TinyKvError) return STATUS_OF_CODE.get(error.code) ?? status.INTERNAL;
  } catch {
    // Even `instanceof` can throw, on a proxy.
  }
  return status.INTERNAL;
}

/** The error's message: with its code first if it is ours, marked as unexpected if it is not. */
export function textOf(error: unknown): string {
  try {
    if (OURS.some((kind) => error instanceof kind)) return (error as Error).message;
    const text = error instanceof Error ? error.message : String(error);
    return `${UNEXPECTED}: ${text}`;
  } catch {
    return `${UNEXPECTED}: something was thrown that cannot even be printed`;
  }
}

/** The stack, if there is one to show. */
export function stackOf(error: unknown): string | undefined {
  try {
    return error instanceof Error ? error.stack : undefined;
  } catch {
    return undefined;
  }
}

/** Logs what was thrown with its stack and causes, or as much of it as lets itself be looked at. */
export function logThrown(log: Logger, message: string, error: unknown, fields?: LogFields): void {
  try {
    log.error(message, { ...fields, error });
  } catch {
    log.error(message, { ...fields, error: textOf(error) });
  }
}

/** Cuts a text down to what fits into a header; half a surrogate pair becomes U+FFFD. */
function shortened(text: string): string {
  const cut = text.length > DETAILS_LENGTH_MAX ? `${text.slice(0, DETAILS_LENGTH_MAX)}…` : text;
  return Buffer.from(cut, "utf8").toString("utf8");
}
