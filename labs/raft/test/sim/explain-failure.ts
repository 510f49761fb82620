/**
 * The failure of a simulated cluster in words that teach: the promise that was broken, where, the
 * events before it, and how to have it again.
 */

import { CheckFailure, type LabContext } from "@tinykv/lab-kit";
import { NotImplementedError } from "@tinykv/runtime";
import {
  describeFault,
  type EntrySink,
  failureLine,
  formatEntry,
  type Schedule,
} from "@tinykv/sim";
import { lab } from "../raft-lab.ts";
import type { ClusterPlan } from "./cluster-plan.ts";
import { counted } from "./counted.ts";
import { type KeepOptions, keepFailure, shrinkFailure } from "./keep-failure.ts";
import { type ClusterOutcome, runPlan } from "./sim-cluster.ts";

/** Lines of the trace that a failure shows. */
const SHOWN_LINES = 20;
const LINE_MAX = 170;

/** Lines that come all the time. */
const UNTELLING = /^ *\d+ +[\d.]+ +\S+ +(?:timer|(?:deliver|lose) .*MsgHeartbeat)/;

/** The failure in words; with files and a smaller run, if they are asked for. */
export async function explainFailure(
  t: LabContext,
  plan: ClusterPlan,
  outcome: ClusterOutcome,
): Promise<Error> {
  // What is not written is no failure of a cluster.
  const thrown = outcome.failure?.facts.cause;
  if (thrown instanceof NotImplementedError) return thrown;
  const { simulation, label, seed } = t.run;
  const shrunk = simulation?.shrink === true ? await shrinkFailure(lab, plan) : undefined;
  const shown = shrunk ?? { plan, outcome, words: [] };
  const last = new LastEvents(shown.plan);
  const isShrunk = shrunk !== undefined;
  const files = await makeAgain(shown.plan, { t, isShrunk, sink: last.sink });
  const { failure } = shown.outcome;
  if (failure === undefined) return new CheckFailure("the run failed once and not again");
  const { name, reason, step, timeMs, cause } = failure.facts;
  const quoted = `'${t.name}'`;
  const replay =
    simulation?.plan === undefined
      ? `npm run lab -- replay ${seed} --label ${label} -t ${quoted} --shrink`
      : "the same command with --shrink";
  const sentence = failureLine(name, reason);
  const details = [
    sentence,
    `step ${step}, at ${timeMs.toFixed(3)} ms of virtual time; the last events before it:`,
    ...last.lines(),
    ...shown.words,
    ...(shrunk === undefined ? [] : shownSchedule(shown.plan)),
    ...files,
    ...(simulation === undefined || isShrunk ? [] : [`the smallest run like this: ${replay}`]),
  ];
  const error = new CheckFailure(sentence, details);
  // Where the lab's code threw, if it did: its stack says more than ours.
  if (cause instanceof Error) Object.defineProperty(error, "stack", { value: cause.stack });
  return error;
}

/** Makes the run once more for whoever listens, and keeps it if that is asked for. */
async function makeAgain(plan: ClusterPlan, keep: KeepOptions): Promise<string[]> {
  if (keep.t.run.simulation !== undefined) return keepFailure(lab, plan, keep);
  await runPlan(lab, plan, { entrySinks: [keep.sink] });
  return [];
}

function shownSchedule({ schedule, operations }: ClusterPlan): string[] {
  return [
    "all that is left of the faults:",
    ...(schedule.length === 0 ? ["  none"] : schedule.map(line)),
    `and of the clients: ${counted(operations.length, "operation")}`,
  ];
}

function line(step: Schedule[number]): string {
  return `  ${step.at.toFixed(0).padStart(6)} ms  ${describeFault(step)}`;
}

/**
 * What happened last that says something; it may be long before the end. It is found by making the
 * run once more, because keeping all lines in words would make every run slow.
 */
class LastEvents {
  readonly #mendedAtUs: number;
  readonly #shown: string[] = [];

  constructor({ timeMs }: ClusterPlan) {
    this.#mendedAtUs = timeMs * 1000;
  }

  readonly sink: EntrySink = (entry) => {
    const isMending = entry.kind === "fault" && entry.atUs >= this.#mendedAtUs;
    const text = formatEntry(entry);
    if (isMending || UNTELLING.test(text)) return;
    this.#shown.push(`  ${cut(text)}`);
    if (this.#shown.length > SHOWN_LINES) this.#shown.shift();
  };

  lines(): string[] {
    return [...this.#shown, "  (timers, heartbeats and what mends are left out)"];
  }
}

function cut(text: string): string {
  return text.length > LINE_MAX ? `${text.slice(0, LINE_MAX)}…` : text;
}
