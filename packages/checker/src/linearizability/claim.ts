/**
 * What a history claims about one operation: when it may have taken effect, and how it was
 * answered. The search places claims; reports weaken them and search again.
 *
 * A claim is *firm* if it has an answer and an end: its operation took effect, once, before the
 * end. Any other one is *loose*: it took effect at any time from its beginning on, or never.
 */

import type { ClientId, History, HistoryTime, Operation } from "../history/operation.ts";
import type { Answer, Model } from "../models/model.ts";

/** One operation, as the search sees it. */
export interface Claim<Input, Output> {
  readonly operation: Operation<Input, Output>;
  /** It took effect at this time or later. */
  readonly from: HistoryTime;
  /** It took effect at this time or earlier; `Infinity` for a loose claim. */
  readonly until: HistoryTime;
  /** What was seen; `undefined` for a loose claim. */
  readonly answer: Answer<Output>;
  /**
   * It follows the earlier firm claims of this thread, even at equal times; `undefined`: of nobody.
   */
  readonly thread: ClientId | undefined;
}

/** True if the operation surely took effect. */
export function isFirm(claim: Claim<unknown, unknown>): boolean {
  return claim.until < Infinity;
}

/**
 * The claims of a history, in the order of their calls; an operation that failed for sure claims
 * nothing.
 */
export function claimsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): readonly Claim<Input, Output>[] {
  return searchable(model, history.filter(({ status }) => status !== "fail").map(claimOf));
}

/**
 * Brings claims into the form that the search wants: in the order of `from`, without the loose ones
 * that make no difference, because they only look or because nothing else may depend on them.
 */
export function searchable<State, Input, Output>(
  model: Model<State, Input, Output>,
  claims: readonly Claim<Input, Output>[],
): readonly Claim<Input, Output>[] {
  const telling = claims.filter((claim) => isFirm(claim) || model.changes(claim.operation.input));
  const isSeen = (change: Claim<Input, Output>): boolean =>
    telling.some((other) => other !== change && maySee(model, change, other));
  return telling.filter((claim) => isFirm(claim) || isSeen(claim)).sort((a, b) => a.from - b.from);
}

function maySee<State, Input, Output>(
  model: Model<State, Input, Output>,
  change: Claim<Input, Output>,
  { operation, answer }: Claim<Input, Output>,
): boolean {
  return model.maySee?.(change.operation.input, operation.input, answer) ?? true;
}

/** The claim of one operation; a failed one is taken as if its outcome were unknown. */
export function claimOf<Input, Output>(operation: Operation<Input, Output>): Claim<Input, Output> {
  const { call: from, client: thread } = operation;
  return operation.status === "ok"
    ? { operation, from, until: operation.return, answer: { output: operation.output }, thread }
    : { operation, from, until: Infinity, answer: undefined, thread };
}

/** The same operation with an unknown outcome: weaker, so whatever was possible still is. */
export function withoutAnswer<Input, Output>(claim: Claim<Input, Output>): Claim<Input, Output> {
  return { ...claim, until: Infinity, answer: undefined };
}

/** The weakest claim: it took effect at any time, even before its call, or never. */
export function atAnyTime<Input, Output>(claim: Claim<Input, Output>): Claim<Input, Output> {
  return { ...withoutAnswer(claim), from: -Infinity, thread: undefined };
}

/** True if `atAnyTime` would change nothing. */
export function isAtAnyTime(claim: Claim<unknown, unknown>): boolean {
  return !isFirm(claim) && claim.from === -Infinity;
}
