/**
 * Makes a history from the events of a run, in the order in which they happened: a call, and later
 * its answer, its failure, or the client's giving up. A call that nothing ends (the run stopped,
 * the client died) has an unknown outcome.
 */

import { TinyKvError } from "@tinykv/runtime";
import { checkHistory } from "./check-history.ts";
import type { ClientId, History, HistoryTime, Operation } from "./operation.ts";

/** Something that a client did, or that it was told. */
export type HistoryEvent<Input, Output> = {
  readonly client: ClientId;
  readonly time: HistoryTime;
} & (
  | { readonly type: "call"; readonly input: Input }
  | { readonly type: "return"; readonly output: Output }
  | { readonly type: "fail" }
  | { readonly type: "unknown" }
);

type CallEvent<Input> = HistoryEvent<Input, never> & { readonly type: "call" };

/**
 * Pairs calls with their ends.
 *
 * @param events in the order in which they happened
 * @returns the operations, in the order of their calls
 * @throws {TinyKvError} `history/unpaired`: a client calls twice at once, or ends what it never
 *         called
 */
export function historyFromEvents<Input, Output>(
  events: readonly HistoryEvent<Input, Output>[],
): History<Input, Output> {
  const open = new Map<ClientId, { readonly event: CallEvent<Input>; readonly place: number }>();
  const history: Operation<Input, Output>[] = [];
  for (const event of events) {
    const begun = open.get(event.client);
    if ((event.type === "call") !== (begun === undefined)) throw unpaired(event);
    if (event.type === "call") {
      open.set(event.client, { event, place: history.length });
      history.push(ended(event, { ...event, type: "unknown" }));
    } else if (begun !== undefined) {
      open.delete(event.client);
      history[begun.place] = ended(begun.event, event);
    }
  }
  checkHistory(history);
  return history;
}

function ended<Input, Output>(
  { client, time: call, input }: CallEvent<Input>,
  end: Exclude<HistoryEvent<Input, Output>, { type: "call" }>,
): Operation<Input, Output> {
  const called = { client, call, input, return: end.time };
  return end.type === "return"
    ? { ...called, status: "ok", output: end.output }
    : { ...called, status: end.type };
}

function unpaired({ client, type, time }: HistoryEvent<unknown, unknown>): TinyKvError {
  const what =
    type === "call" ? "calls while another call is open" : `has a ${type} without a call`;
  return new TinyKvError("history/unpaired", `client ${client} ${what}, at ${time}`);
}
