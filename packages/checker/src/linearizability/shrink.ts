/**
 * Makes an illegal history small, without making it a different story.
 *
 * Simply leaving operations out would be wrong: a read of 3 becomes illegal when the write of 3 is
 * left out. So every step here only *weakens* what the history claims. A weaker history allows
 * every order that the stronger one allowed; if even the weak one has none, the whole has none, and
 * what is still firm in it proves that.
 *
 * 1. Cut: the history as it was known at some time. Calls after it are gone, and what was open then
 *    has an unknown outcome. Legal histories stay legal when they are cut (Herlihy and Wing, prefix
 *    closure), so the first time at which a cut is illegal is found by halving, and an operation
 *    that returned just then is the culprit.
 * 2. Loosen: an operation may have taken effect at any time, even before its call, or never, with
 *    any answer. For one that only looks, that is the same as leaving it out. What can be loosened
 *    is loosened; the rest is the core.
 */

import type { HistoryTime } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import type { Claim } from "./claim.ts";
import { atAnyTime, isAtAnyTime, isFirm, searchable, withoutAnswer } from "./claim.ts";
import type { Verdict } from "./search.ts";
import { search } from "./search.ts";

/** How often the model may still be asked; shared by all searches that explain one history. */
export interface StepBudget {
  left: number;
}

/** A small illegal history. */
export interface Shrunk<Input, Output> {
  /** The history at the first time at which it was illegal. */
  readonly cut: readonly Claim<Input, Output>[];
  /** Those of its claims that cannot be weakened, in the order of their calls. */
  readonly core: readonly Claim<Input, Output>[];
  /** Its other changes: wherever they took effect, the core stays illegal. */
  readonly loose: readonly Claim<Input, Output>[];
}

/**
 * Shrinks an illegal history. When the budget is spent, the result is larger than it might be, and
 * still illegal.
 *
 * @param claims an illegal history, in the order of `from`
 */
export function shrink<State, Input, Output>(
  model: Model<State, Input, Output>,
  claims: readonly Claim<Input, Output>[],
  budget: StepBudget,
): Shrunk<Input, Output> {
  const cut = shortestCut(model, claims, budget);
  const weakened = searchable(model, loosenMost(model, cut, budget));
  return {
    cut,
    core: weakened.filter((claim) => !isAtAnyTime(claim)),
    loose: weakened.filter(isAtAnyTime),
  };
}

/**
 * The verdict of a search that may use half of what is left: one hard question must not use up the
 * answers to all others.
 */
export function verdictWithin<State, Input, Output>(
  model: Model<State, Input, Output>,
  claims: readonly Claim<Input, Output>[],
  budget: StepBudget,
): Verdict {
  const { verdict, steps } = search(model, searchable(model, claims), Math.ceil(budget.left / 2));
  budget.left -= steps;
  return verdict;
}

function isIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  claims: readonly Claim<Input, Output>[],
  budget: StepBudget,
): boolean {
  return verdictWithin(model, claims, budget) === "illegal";
}

function shortestCut<State, Input, Output>(
  model: Model<State, Input, Output>,
  claims: readonly Claim<Input, Output>[],
  budget: StepBudget,
): readonly Claim<Input, Output>[] {
  const cutAt = (time: HistoryTime = Infinity): readonly Claim<Input, Output>[] =>
    searchable(model, knownAt(claims, time));
  const times = [...new Set(claims.filter(isFirm).map(({ until }) => until))];
  times.sort((a, b) => a - b);
  let illegal = times.length - 1;
  for (let low = 0; low < illegal; ) {
    const middle = Math.floor((low + illegal) / 2);
    if (isIllegal(model, cutAt(times[middle]), budget)) illegal = middle;
    else low = middle + 1;
  }
  return cutAt(times[illegal]);
}

/** What was known at a time. */
function knownAt<Input, Output>(
  claims: readonly Claim<Input, Output>[],
  time: HistoryTime,
): readonly Claim<Input, Output>[] {
  return claims
    .filter(({ from }) => from <= time)
    .map((claim) => (claim.until <= time ? claim : withoutAnswer(claim)));
}

/**
 * Loosens in two ways, and takes the one that leaves less: whatever comes first, or looks before
 * changes. Often a few looks tell the same story as many changes, or the other way round.
 */
function loosenMost<State, Input, Output>(
  model: Model<State, Input, Output>,
  cut: readonly Claim<Input, Output>[],
  budget: StepBudget,
): readonly Claim<Input, Output>[] {
  const isLook = ({ operation }: Claim<Input, Output>): boolean => !model.changes(operation.input);
  const mixed = loosen(model, cut, budget);
  const withoutLooks = loosen(model, cut, budget, isLook);
  const looksFirst = loosen(model, withoutLooks, budget);
  const size = (claims: readonly Claim<Input, Output>[]): number =>
    claims.filter((claim) => !isAtAnyTime(claim)).length;
  return size(looksFirst) < size(mixed) ? looksFirst : mixed;
}

/** Loosens as many claims as it can: large groups first, then smaller ones, at last one by one. */
function loosen<State, Input, Output>(
  model: Model<State, Input, Output>,
  cut: readonly Claim<Input, Output>[],
  budget: StepBudget,
  mayBeLoosened: (claim: Claim<Input, Output>) => boolean = () => true,
): readonly Claim<Input, Output>[] {
  let claims = cut;
  for (let size = Math.ceil(cut.length / 2); size > 0; size = Math.floor(size / 2)) {
    for (let start = 0; start < claims.length; start += size) {
      const isChosen = (claim: Claim<Input, Output>, index: number): boolean =>
        index >= start && index < start + size && !isAtAnyTime(claim) && mayBeLoosened(claim);
      if (!claims.some(isChosen)) continue;
      const weaker = claims.map((claim, index) =>
        isChosen(claim, index) ? atAnyTime(claim) : claim,
      );
      if (isIllegal(model, weaker, budget)) claims = weaker;
    }
  }
  return claims;
}
