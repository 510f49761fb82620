/**
 * The failure of a simulated cluster in words that teach: the promise that was broken, where, the
 * events before it, and how to have it again.
 */

import { CheckFailure, type LabContext } from "@tinykv/lab-kit";
import { NotImplementedError } from "@tinykv/runtime";
import {
  describeFault,
  failureLine,
  formatEntry,
  type Schedule,
  type TraceEntry,
} from "@tinykv/sim";
import { lab } from "../raft-lab.ts";
import type { ClusterPlan } from "./cluster-plan.ts";
import { counted } from "./counted.ts";
import { keepFailure, shrinkFailure } from "./keep-failure.ts";
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
  const files =
    simulation === undefined
      ? []
      : await keepFailure(lab, shown.plan, { t, isShrunk: shrunk !== undefined });
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
    ...(await lastEvents(shown.plan)),
    ...shown.words,
    ...(shrunk === undefined ? [] : shownSchedule(shown.plan)),
    ...files,
    ...(shrunk === undefined ? [`the smallest run that fails like this: ${replay}`] : []),
  ];
  const error = new CheckFailure(sentence, details);
  // Where the lab's code threw, if it did: its stack says more than ours.
  if (cause instanceof Error) Object.defineProperty(error, "stack", { value: cause.stack });
  return error;
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
 * What happened last that says something; it may be long before the end. The run is made once more
 * to find it, because keeping all lines in words would make every run slow.
 */
async function lastEvents(plan: ClusterPlan): Promise<string[]> {
  const shown: string[] = [];
  const keep = (text: string, { kind, atUs }: TraceEntry): void => {
    const isMending = kind === "fault" && atUs >= plan.timeMs * 1000;
    if (isMending || UNTELLING.test(text)) return;
    shown.push(`  ${cut(text)}`);
    if (shown.length > SHOWN_LINES) shown.shift();
  };
  const entrySinks = [(entry: TraceEntry) => keep(formatEntry(entry), entry)];
  await runPlan(lab, plan, { entrySinks });
  return [...shown, "  (timers, heartbeats and what mends are left out)"];
}

function cut(text: string): string {
  return text.length > LINE_MAX ? `${text.slice(0, LINE_MAX)}…` : text;
}
