/**
 * Arbitrary small histories, right or wrong: a few clients, short operations, any outcome, any
 * answer.
 */

import fc from "fast-check";
import type { History, Operation } from "../src/history/operation.ts";

/** One operation, before it has a place in time. */
interface Draft<Input, Output> {
  readonly client: number;
  readonly pause: number;
  readonly duration: number;
  readonly status: "ok" | "fail" | "unknown";
  readonly call: { readonly input: Input; readonly output: Output };
}

/**
 * At most six operations of three clients. Pauses and durations may be 0, so that events meet at
 * one time.
 *
 * @param calls inputs, each with an answer that a system might give
 */
export function smallHistory<Input, Output>(
  calls: fc.Arbitrary<{ readonly input: Input; readonly output: Output }>,
): fc.Arbitrary<History<Input, Output>> {
  const draft: fc.Arbitrary<Draft<Input, Output>> = fc.record({
    client: fc.nat({ max: 2 }),
    pause: fc.nat({ max: 2 }),
    duration: fc.nat({ max: 4 }),
    status: fc.constantFrom("ok", "ok", "ok", "ok", "unknown", "fail"),
    call: calls,
  });
  return fc.array(draft, { maxLength: 6 }).map(placeInTime);
}

function placeInTime<Input, Output>(
  drafts: readonly Draft<Input, Output>[],
): History<Input, Output> {
  const now = [0, 0, 0];
  return drafts.map(({ client, pause, duration, status, call }): Operation<Input, Output> => {
    const begin = (now[client] ?? 0) + pause;
    const end = begin + duration;
    now[client] = end;
    const called = { client, call: begin, input: call.input, return: end };
    return status === "ok" ? { ...called, status, output: call.output } : { ...called, status };
  });
}
