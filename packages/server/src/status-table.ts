/**
 * Which gRPC status each error code answers with: the whole table, and nothing but the table.
 *
 * A status tells a client what it may do next. INVALID_ARGUMENT: the request is wrong, change it.
 * UNAVAILABLE: nothing happened, try again soon. RESOURCE_EXHAUSTED: ask for less at a time.
 * DATA_LOSS and INTERNAL: something is broken here, and somebody has to look at it. Codes that are
 * not in the table are INTERNAL.
 *
 * What each code means and what to do about it is in docs/errors.md.
 */

import { status } from "@grpc/grpc-js";

/** Statuses by the code of a TinyKvError. */
export const STATUS_OF_CODE: ReadonlyMap<string, status> = new Map([
  ["engine/unknown-cf", status.INVALID_ARGUMENT],
  ["engine/closed", status.UNAVAILABLE],
  ["engine/locked", status.UNAVAILABLE],
  ["engine/io", status.INTERNAL],
  ["engine/corrupt", status.DATA_LOSS],
  ["storage/not-started", status.UNAVAILABLE],
  // A handler has to put a region error into its response: reaching this line is a mistake in it.
  ["region/error", status.INTERNAL],
  ["server/starting", status.UNAVAILABLE],
  ["server/stopping", status.UNAVAILABLE],
  ["proto/malformed", status.INVALID_ARGUMENT],
  ["server/response-too-large", status.RESOURCE_EXHAUSTED],
  ["server/bad-response", status.INTERNAL],
]);

/** Statuses that are our fault: they are logged as errors, with their stack. */
export const STATUSES_TO_LOG: ReadonlySet<status> = new Set([status.INTERNAL, status.DATA_LOSS]);
