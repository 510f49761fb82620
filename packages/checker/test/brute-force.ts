/**
 * Linearizability by its definition, for small histories: try every order. No memory, no order of
 * preference, no parts, nothing that could be wrong in the same way as the checker.
 */

import type { History } from "../src/history/operation.ts";
import type { Claim } from "../src/linearizability/claim.ts";
import { claimOf, isFirm } from "../src/linearizability/claim.ts";
import type { Model } from "../src/models/model.ts";

/** True if some order of the history explains all answers. */
export function isLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): boolean {
  const claims = history.filter(({ status }) => status !== "fail").map(claimOf);
  return hasOrder(model, claims, model.init());
}

/** True if the claims that are left can be placed, one after the other, beginning in `state`. */
export function hasOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  left: readonly Claim<Input, Output>[],
  state: State,
): boolean {
  if (!left.some(isFirm)) return true;
  return left.some((next, index) => {
    if (left.some((other, place) => precedes(other, next, place < index))) return false;
    const rest = left.filter((claim) => claim !== next);
    const states = model.step(state, next.operation.input, next.answer);
    return states.some((after) => hasOrder(model, rest, after));
  });
}

/** `a` ended before `b` began; a client's own operations, listed in order, may touch. */
function precedes(
  a: Claim<unknown, unknown>,
  b: Claim<unknown, unknown>,
  isListedBefore: boolean,
): boolean {
  const isSameThread = a.thread !== undefined && a.thread === b.thread;
  return a.until < b.from || (isSameThread && isListedBefore && a.until === b.from);
}
