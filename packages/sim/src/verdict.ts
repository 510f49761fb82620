/**
 * How a run of a world ends. There are four ways, and only one of them is good.
 *
 * A budget that runs out says nothing about the program: it is `unknown`, and never a pass. A world
 * in which nothing can happen any more although somebody waits is a `deadlock`.
 */

import type { Wait } from "./waits.ts";

/** What was asked for has come about. */
export interface DoneVerdict {
  readonly kind: "done";
  readonly steps: number;
  readonly timeMs: number;
}

/** A budget ran out before anything was decided. */
export interface UnknownVerdict {
  readonly kind: "unknown";
  /** Which budget it was. */
  readonly budget: "stepsMax" | "eventsMax";
  readonly steps: number;
  readonly timeMs: number;
  readonly waits: readonly Wait[];
}

/** Nothing can happen any more, and what was asked for has not come about. */
export interface DeadlockVerdict {
  readonly kind: "deadlock";
  readonly steps: number;
  readonly timeMs: number;
  readonly waits: readonly Wait[];
}

/** An invariant broke, an expectation failed, or a process threw. */
export interface FailedVerdict {
  readonly kind: "failed";
  readonly steps: number;
  readonly timeMs: number;
  readonly failure: WorldFailure;
}

export type Verdict = DoneVerdict | UnknownVerdict | DeadlockVerdict | FailedVerdict;

/** Everything about a failure that helps to understand it and to have it again. */
export interface FailureFacts {
  /** The invariant that broke, or the code of the error. The same failure has the same name. */
  readonly name: string;
  /** What is wrong, in a sentence. */
  readonly reason: string;
  readonly seed: number;
  readonly step: number;
  readonly timeMs: number;
  /** The lines of the trace up to here, oldest first. */
  readonly lines: readonly string[];
  /** Where the whole trace is, if it was written to a file. */
  readonly traceFile?: string;
  /** What was thrown, if something was. */
  readonly cause?: unknown;
}

/** Lines of the trace that the message of a failure shows. */
const SHOWN_LINES_MAX = 20;

/** The first thing that went wrong in a world. */
export class WorldFailure extends Error {
  override readonly name = "WorldFailure";
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts) {
    const { cause } = facts;
    super(describeFailure(facts), cause === undefined ? undefined : { cause });
    this.facts = facts;
  }
}

function describeFailure(facts: FailureFacts): string {
  const { name, reason, seed, step, timeMs, lines, traceFile } = facts;
  const shown = lines.slice(-SHOWN_LINES_MAX);
  return [
    failureLine(name, reason),
    `  seed ${seed}, step ${step}, at ${timeMs.toFixed(3)} ms`,
    ...(shown.length === 0 ? [] : [`  the last ${shown.length} lines of the trace:`]),
    ...shown.map((line) => `  ${line}`),
    ...(traceFile === undefined ? [] : [`  the whole trace: ${traceFile}`]),
  ].join("\n");
}

/** A failure in a line: its name, and what is wrong. */
export function failureLine(name: string, reason: string): string {
  return isSaidIn(reason, name) ? reason : `${name}: ${reason}`;
}

/** The message of an error begins with its code, which is then the name of the failure. */
function isSaidIn(reason: string, name: string): boolean {
  if (!name.includes("/")) return false;
  return reason === name || reason.startsWith(`${name}: `) || reason.startsWith(`${name} `);
}

/** Says in a few lines how a run ended that was not `done`. */
export function describeVerdict(verdict: Exclude<Verdict, FailedVerdict>): string {
  const place = `after ${verdict.steps} steps, at ${verdict.timeMs.toFixed(3)} ms`;
  switch (verdict.kind) {
    case "done":
      return `done ${place}`;
    case "unknown":
      return [`the budget ${verdict.budget} ran out ${place}`, ...waitLines(verdict.waits)].join(
        "\n",
      );
    case "deadlock":
      return [`nothing can happen any more ${place}`, ...waitLines(verdict.waits)].join("\n");
  }
}

function waitLines(waits: readonly Wait[]): string[] {
  if (waits.length === 0) return ["nobody has said what they wait for"];
  return waits.map(
    ({ owner, reason, sinceMs }) =>
      `  ${owner} waits for ${reason}, since ${sinceMs.toFixed(3)} ms`,
  );
}
