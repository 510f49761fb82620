/**
 * Random histories that are linearizable by construction: clients call, take effect one at a time
 * on a copy of the model's state, and return, in an order drawn from a seed. What they saw is what
 * the model said. A call whose outcome stays unknown may take effect long after its client went on.
 */

import type { Random } from "@tinykv/runtime";
import type { History, Operation } from "../src/history/operation.ts";

/** What is drawn. */
export interface HistoryPlan<State, Input, Output> {
  readonly operationCount: number;
  readonly clientCount: number;
  /** Of 100 operations, about so many end with an unknown outcome. */
  readonly unknownPercent: number;
  readonly init: State;
  /** Draws the next call; `number` counts the operations. */
  readonly input: (random: Random, number: number) => Input;
  readonly apply: (
    state: State,
    input: Input,
  ) => { readonly state: State; readonly output: Output };
}

interface Pending<Input, Output> {
  readonly call: number;
  readonly input: Input;
  seen: { readonly output: Output } | undefined;
}

/** A linearizable history; every event has a time of its own. */
export function randomHistory<State, Input, Output>(
  random: Random,
  plan: HistoryPlan<State, Input, Output>,
): History<Input, Output> {
  const history: Operation<Input, Output>[] = [];
  const open = new Map<number, Pending<Input, Output>>();
  const forsaken: Input[] = [];
  let { init: state } = plan;
  let begun = 0;
  for (let time = 0; history.length < plan.operationCount; time += 1) {
    const late = random.below(4) === 0 ? forsaken.shift() : undefined;
    if (late !== undefined) state = plan.apply(state, late).state;
    const client = random.below(plan.clientCount);
    const pending = open.get(client);
    if (pending === undefined) {
      if (begun === plan.operationCount) continue;
      open.set(client, { call: time, input: plan.input(random, begun), seen: undefined });
      begun += 1;
      continue;
    }
    const { call, input, seen } = pending;
    const isUnknown = random.below(100) < plan.unknownPercent;
    if (isUnknown) {
      history.push({ client, call, input, status: "unknown" });
      if (seen === undefined) forsaken.push(input);
      open.delete(client);
    } else if (seen === undefined) {
      const next = plan.apply(state, input);
      state = next.state;
      pending.seen = { output: next.output };
    } else {
      history.push({ client, call, input, status: "ok", return: time, output: seen.output });
      open.delete(client);
    }
  }
  return history;
}
