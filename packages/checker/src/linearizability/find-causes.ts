/**
 * Guesses what went wrong: which single change to the story would make it legal. Each guess is
 * searched, so it is true that the history would fit then; whether it is the bug is for the reader
 * to judge.
 *
 * The guesses, in the order of how much they tell: an operation that failed took effect; the answer
 * is older than its call (a stale read); an operation took effect twice; one that was answered
 * never did (a lost update); one took effect before it was called.
 */

import type { Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import type { Claim } from "./claim.ts";
import { atAnyTime, claimOf, isFirm } from "./claim.ts";
import type { StepBudget } from "./shrink.ts";
import { verdictWithin } from "./shrink.ts";

/** What the guesses start from. */
export interface Suspects<Input, Output> {
  /** The shortest illegal cut. */
  readonly cut: readonly Claim<Input, Output>[];
  /** The claim of `cut` that has no place. */
  readonly culprit: Claim<Input, Output>;
  /** Operations of the same part that are not in the cut: failed, or called later. */
  readonly others: readonly Operation<Input, Output>[];
}

/** One change, in words, and the history with it. */
interface Guess<Input, Output> {
  readonly text: string;
  readonly claims: readonly Claim<Input, Output>[];
}

/** More would not help a reader to decide. */
const causesMax = 3;

/** Of one kind, only the latest operations are tried: bugs are seen soon after they happen. */
const triesPerKindMax = 40;

/**
 * The changes that make the history legal, as sentences: at most one of each kind, and at most
 * three.
 */
export function findCauses<State, Input, Output>(
  model: Model<State, Input, Output>,
  suspects: Suspects<Input, Output>,
  budget: StepBudget,
): readonly string[] {
  const causes: string[] = [];
  for (const guesses of allGuesses(model, suspects)) {
    const latest = guesses.slice(-triesPerKindMax).reverse();
    const found = latest.find(({ claims }) => verdictWithin(model, claims, budget) === "ok");
    if (found !== undefined) causes.push(found.text);
    if (causes.length === causesMax) break;
  }
  return causes;
}

/** The guesses by kind, each kind in the order of calls. */
function allGuesses<State, Input, Output>(
  model: Model<State, Input, Output>,
  { cut, culprit, others }: Suspects<Input, Output>,
): readonly (readonly Guess<Input, Output>[])[] {
  const name = (operation: Operation<Input, Output>): string =>
    model.describe(operation.input, undefined);
  const changes = ({ input }: Operation<Input, Output>): boolean => model.changes(input);
  const rest = cut.filter((claim) => claim !== culprit);
  const changesInCut = rest.filter(({ operation }) => changes(operation));
  const failed = others.filter(({ status, call }) => status === "fail" && call <= culprit.until);
  const later = others.filter(({ status, call }) => status !== "fail" && call > culprit.until);
  return [
    failed.filter(changes).map((operation) => ({
      text: `${name(operation)}, called at ${operation.call} and failed, took effect after all`,
      claims: [...cut, claimOf(operation)],
    })),
    [
      {
        text: `its answer is older than its call at ${culprit.from} (stale)`,
        claims: [...rest, { ...culprit, from: -Infinity, thread: undefined }],
      },
    ],
    changesInCut.map((claim) => ({
      text: `${name(claim.operation)}, called at ${claim.from}, took effect twice`,
      claims: [...cut, { ...atAnyTime(claim), from: claim.from }],
    })),
    changesInCut.filter(isFirm).map((claim) => ({
      text: `${name(claim.operation)}, which returned at ${claim.until}, was lost`,
      claims: cut.filter((other) => other !== claim),
    })),
    later.filter(changes).map((operation) => ({
      text: `${name(operation)} took effect before its call at ${operation.call}`,
      claims: [...cut, atAnyTime(claimOf(operation))],
    })),
  ];
}
