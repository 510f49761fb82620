/**
 * Decides whether a concurrent history is linearizable: whether each operation can be thought to
 * take effect at one moment between its call and its return, so that the answers are those of the
 * sequential model (Herlihy and Wing, "Linearizability", 1990).
 *
 * The budget counts calls of the model, never time, so the same history has the same verdict on
 * every machine.
 */

import { checkHistory } from "../history/check-history.ts";
import type { History, Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import { claimsOf } from "./claim.ts";
import type { Explanation, IllegalPart } from "./explain.ts";
import { explain } from "./explain.ts";
import type { SearchResult, Verdict } from "./search.ts";
import { search } from "./search.ts";

/** Budgets, in calls of the model. */
export interface CheckOptions {
  /** For the verdict. Default 1,000,000: about a second, for the models that are given here. */
  readonly stepsMax?: number | undefined;
  /** For the explanation of an illegal history. Default 400,000. */
  readonly explainStepsMax?: number | undefined;
}

/** What was found out about one part. */
export interface PartReport<Input, Output> {
  /** The name that the model's `partition` gives it; `all` if there is only one. */
  readonly part: string;
  readonly verdict: Verdict;
  readonly steps: number;
  readonly operationCount: number;
  /**
   * An order that explains all answers (`ok`), or the longest one that was found before nothing
   * fitted any more. Operations with unknown outcome are in it where their effect was needed.
   */
  readonly order: readonly Operation<Input, Output>[];
}

/** The verdict on a history. */
export interface LinearizabilityReport<Input, Output> {
  /** `illegal` if one part is; `unknown` if the budget ran out before that was known. */
  readonly verdict: Verdict;
  readonly steps: number;
  /**
   * Small parts first. After an illegal part the others are not searched, and are not in the list.
   */
  readonly parts: readonly PartReport<Input, Output>[];
  /** Of the illegal part. */
  readonly explanation?: Explanation<Input, Output>;
  /** The verdict for a person to read; several lines if illegal. */
  readonly text: string;
}

const stepsMaxDefault = 1_000_000;
const explainStepsMaxDefault = 400_000;

interface Part<Input, Output> extends IllegalPart<Input, Output> {
  readonly name: string;
}

/**
 * Checks a history against a model.
 *
 * @throws {TinyKvError} `history/time` or `history/overlap` if the history contradicts itself
 */
export function checkLinearizability<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: CheckOptions = {},
): LinearizabilityReport<Input, Output> {
  checkHistory(history);
  const reports: PartReport<Input, Output>[] = [];
  let stepsLeft = options.stepsMax ?? stepsMaxDefault;
  const parts = partsOf(model, history);
  for (const [index, part] of parts.entries()) {
    // What an easy part does not use is there for the harder ones after it.
    const share = Math.ceil(stepsLeft / (parts.length - index));
    const result = search(model, part.claims, share);
    stepsLeft -= result.steps;
    reports.push(partReport(part, result));
    if (result.verdict === "illegal") {
      const budget = { left: options.explainStepsMax ?? explainStepsMaxDefault };
      return report(model, reports, explain(model, part, budget));
    }
  }
  return report(model, reports);
}

/** The parts of a history, those with few operations first. */
function partsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): readonly Part<Input, Output>[] {
  const names = model.partition?.(history.map(({ input }) => input)) ?? [];
  const byName = new Map<string, Operation<Input, Output>[]>();
  for (const [index, operation] of history.entries()) {
    const name = names[index] ?? "all";
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [operation]);
    else others.push(operation);
  }
  const parts = [...byName].map(([name, operations]) => ({
    name,
    operations,
    claims: claimsOf(model, operations),
  }));
  return parts.sort((a, b) => a.claims.length - b.claims.length);
}

function partReport<Input, Output>(
  { name, claims }: Part<Input, Output>,
  { verdict, steps, order }: SearchResult<Input, Output>,
): PartReport<Input, Output> {
  return {
    part: name,
    verdict,
    steps,
    operationCount: claims.length,
    order: order.map(({ operation }) => operation),
  };
}

function report<State, Input, Output>(
  model: Model<State, Input, Output>,
  parts: readonly PartReport<Input, Output>[],
  explanation?: Explanation<Input, Output>,
): LinearizabilityReport<Input, Output> {
  const has = (verdict: Verdict): boolean => parts.some((part) => part.verdict === verdict);
  const verdict = has("illegal") ? "illegal" : has("unknown") ? "unknown" : "ok";
  const steps = parts.reduce((sum, part) => sum + part.steps, 0);
  const found = { verdict, steps, parts } as const;
  const text = reportText(model, found, explanation);
  return explanation === undefined ? { ...found, text } : { ...found, explanation, text };
}

function reportText<State, Input, Output>(
  model: Model<State, Input, Output>,
  { verdict, steps, parts }: Omit<LinearizabilityReport<Input, Output>, "text">,
  explanation: Explanation<Input, Output> | undefined,
): string {
  const count = parts.reduce((sum, part) => sum + part.operationCount, 0);
  switch (verdict) {
    case "ok":
      return `linearizable (${model.name}): ${count} operations, ${steps} steps`;
    case "unknown": {
      const open = parts.filter((part) => part.verdict === "unknown").map(({ part }) => part);
      return `unknown (${model.name}): ${steps} steps were not enough for ${open.join(", ")}`;
    }
    case "illegal": {
      const where = parts.at(-1)?.part ?? "all";
      return `not linearizable (${model.name}, ${where})\n${explanation?.text ?? ""}`.trimEnd();
    }
  }
}
