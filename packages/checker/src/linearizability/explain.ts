/**
 * Explains why a history is illegal: the operation that has no place, the few others that leave it
 * none, the states that it could have met, and what would make it fit.
 */

import type { Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import type { Claim } from "./claim.ts";
import { isFirm } from "./claim.ts";
import { findCauses } from "./find-causes.ts";
import { renderTimeline } from "./render-timeline.ts";
import { search } from "./search.ts";
import type { Shrunk, StepBudget } from "./shrink.ts";
import { shrink } from "./shrink.ts";

/** The smallest reason that was found. */
export interface Explanation<Input, Output> {
  /** The first operation whose answer nothing can explain. */
  readonly culprit: Operation<Input, Output>;
  /** The operations that prove it, the culprit among them, in the order of their calls. */
  readonly core: readonly Operation<Input, Output>[];
  /** Other changes that were seen in it: none of them helps, wherever it took effect. */
  readonly loose: readonly Operation<Input, Output>[];
  /** The states in which the culprit was tried in vain, as text. */
  readonly states: readonly string[];
  /** Changes to the story with which it would fit, as text. */
  readonly causes: readonly string[];
  /** All of this for a person to read, with a timeline. */
  readonly text: string;
}

/** An illegal part of a history. */
export interface IllegalPart<Input, Output> {
  /** Its claims, in the order of their calls. */
  readonly claims: readonly Claim<Input, Output>[];
  /** All its operations, the failed ones too. */
  readonly operations: readonly Operation<Input, Output>[];
}

/** Explains one illegal part. */
export function explain<State, Input, Output>(
  model: Model<State, Input, Output>,
  { claims, operations }: IllegalPart<Input, Output>,
  budget: StepBudget,
): Explanation<Input, Output> | undefined {
  const shrunk = shrink(model, claims, budget);
  const culprit = lastToReturn(shrunk.core);
  if (culprit === undefined) return undefined;
  const known = new Set(shrunk.cut.map(({ operation }) => operation));
  const others = operations.filter((operation) => !known.has(operation));
  const inCut = shrunk.cut.find(({ operation }) => operation === culprit.operation) ?? culprit;
  const facts = {
    culprit: culprit.operation,
    core: shrunk.core.map(({ operation }) => operation),
    loose: shrunk.loose.map(({ operation }) => operation),
    states: refusingStates(model, shrunk, culprit, budget),
    causes: findCauses(model, { cut: shrunk.cut, culprit: inCut, others }, budget),
  };
  return { ...facts, text: explanationText(model, facts) };
}

/** The cut ends with the culprit's return; what has none did not see anything. */
function lastToReturn<Input, Output>(
  core: readonly Claim<Input, Output>[],
): Claim<Input, Output> | undefined {
  return core
    .filter(isFirm)
    .sort((a, b) => a.until - b.until)
    .at(-1);
}

/** Searches once more, and notes the states in which the culprit does not fit. */
function refusingStates<State, Input, Output>(
  model: Model<State, Input, Output>,
  { core, loose }: Shrunk<Input, Output>,
  culprit: Claim<Input, Output>,
  budget: StepBudget,
): readonly string[] {
  const states = new Set<string>();
  const listening: Model<State, Input, Output> = {
    ...model,
    step: (state, input, answer) => {
      const next = model.step(state, input, answer);
      // Every claim has an answer object of its own, so this is the culprit and no look-alike.
      if (next.length === 0 && answer === culprit.answer) states.add(model.describeState(state));
      return next;
    },
  };
  search(listening, [...loose, ...core], budget.left);
  return [...states];
}

const statesShownMax = 4;
const looseShownMax = 4;
const chainShownMax = 6;

function explanationText<State, Input, Output>(
  model: Model<State, Input, Output>,
  explanation: Omit<Explanation<Input, Output>, "text">,
): string {
  const { culprit, core, loose, states, causes } = explanation;
  const shownLoose = loose.slice(-looseShownMax);
  const lines = [
    `${describe(model, culprit)} of client ${culprit.client} has no place in any order.`,
    ...stateLines(states),
    ...chainLines(model, core),
    "",
    ...renderTimeline(model, { core, loose: shownLoose, culprit }),
    ...looseLines(loose.length, shownLoose.length),
  ];
  if (causes.length > 0) lines.push("", "With one change it would fit:");
  return [...lines, ...causes.map((cause) => `  - ${cause}`)].join("\n");
}

function describe<State, Input, Output>(
  model: Model<State, Input, Output>,
  operation: Operation<Input, Output>,
): string {
  const answer = operation.status === "ok" ? { output: operation.output } : undefined;
  return model.describe(operation.input, answer);
}

function stateLines(states: readonly string[]): readonly string[] {
  const [only] = states;
  if (only === undefined) return [];
  if (states.length === 1) return [`Whenever its turn may come, the state is: ${only}.`];
  const shown = states.slice(0, statesShownMax).map((state) => `  - ${state}`);
  const hidden = states.length - shown.length;
  const more = hidden > 0 ? [`  - and ${hidden} more`] : [];
  return ["Whenever its turn may come, the state is one of:", ...shown, ...more];
}

/**
 * Which operation of the core had ended before which began: what ties the order down. The latest
 * are shown.
 */
function chainLines<State, Input, Output>(
  model: Model<State, Input, Output>,
  core: readonly Operation<Input, Output>[],
): readonly string[] {
  const lines = core.flatMap((operation, index) => {
    const before = core.filter((other, otherIndex) => {
      if (endOf(other) < operation.call) return true;
      const isOwnEarlier = other.client === operation.client && otherIndex < index;
      return isOwnEarlier && endOf(other) === operation.call;
    });
    const last = before.sort((a, b) => endOf(a) - endOf(b)).at(-1);
    if (last === undefined) return [];
    const first = `${describe(model, last)} had returned at ${endOf(last)}`;
    return [`${first}, before ${describe(model, operation)} was called at ${operation.call}.`];
  });
  return lines.slice(-chainShownMax);
}

function endOf(operation: Operation<unknown, unknown>): number {
  return operation.status === "ok" ? operation.return : Infinity;
}

function looseLines(count: number, shown: number): readonly string[] {
  if (count === 0) return [];
  const hidden = count - shown;
  const more = hidden > 0 ? ` ${hidden} more like these are not shown.` : "";
  return [`Marked ~: at any time, even before its call, or never; it does not help.${more}`];
}
