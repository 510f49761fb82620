/**
 * Checks the guarantees of a history where it enters the checker. A verdict on a history that
 * contradicts itself would be worth nothing.
 *
 * 1. Every time is finite, and no operation returns before its call.
 * 2. A client that got an answer calls again only then. After an unknown outcome it may go on at
 *    once.
 */

import { TinyKvError } from "@tinykv/runtime";
import type { ClientId, History, Operation } from "./operation.ts";

/**
 * Throws if the history cannot have happened, whatever the system did.
 *
 * @throws {TinyKvError} `history/time` or `history/overlap`
 */
export function checkHistory(history: History<unknown, unknown>): void {
  for (const operation of history) checkTimes(operation);
  for (const [client, operations] of byClient(history)) checkThread(client, operations);
}

function checkTimes(operation: Operation<unknown, unknown>): void {
  const { client, call } = operation;
  const end = operation.return ?? call;
  if (Number.isFinite(call) && Number.isFinite(end) && end >= call) return;
  throw new TinyKvError(
    "history/time",
    `client ${client} calls at ${call} and has its answer at ${end}`,
  );
}

/** The operations of each client, in the order of their calls. */
function byClient<Each extends Operation<unknown, unknown>>(
  history: readonly Each[],
): Map<ClientId, Each[]> {
  const clients = new Map<ClientId, Each[]>();
  for (const operation of history) {
    const others = clients.get(operation.client);
    if (others === undefined) clients.set(operation.client, [operation]);
    else others.push(operation);
  }
  for (const operations of clients.values()) operations.sort((a, b) => a.call - b.call);
  return clients;
}

function checkThread(client: ClientId, operations: History<unknown, unknown>): void {
  let end = -Infinity;
  for (const operation of operations) {
    if (operation.call < end) {
      throw new TinyKvError(
        "history/overlap",
        `client ${client} calls at ${operation.call}, before it has its answer at ${end}`,
      );
    }
    if (operation.status === "ok") end = operation.return;
  }
}
