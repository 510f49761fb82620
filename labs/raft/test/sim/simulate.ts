/**
 * Simulated clusters as a lab test: draws some, makes their runs, and turns the first failure into
 * words that teach: the promise that was broken, where, the events before it, and how to have it
 * again.
 */

import { CheckFailure, type LabContext } from "@tinykv/lab-kit";
import { NotImplementedError } from "@tinykv/runtime";
import { describeFault, failureLine, type Schedule } from "@tinykv/sim";
import { lab } from "../raft-lab.ts";
import { type ClusterPlan, type ClusterProfile, drawPlan } from "./cluster-plan.ts";
import { keepFailure, shrinkFailure } from "./keep-failure.ts";
import { type ClusterOutcome, runPlan } from "./sim-cluster.ts";

/** Lines of the trace that a failure shows. */
const SHOWN_LINES = 20;
const LINE_MAX = 170;

/**
 * Makes the runs of `count` clusters, each from a seed of its own that follows from the seed of the
 * test.
 */
export async function simulate(
  t: LabContext,
  profile: ClusterProfile,
  count: number,
): Promise<void> {
  for (const [at, plan] of (await plansOf(t, profile, count)).entries()) {
    await t.step(`cluster ${at + 1} of ${count}: ${describePlan(plan)}`, async () => {
      const outcome = await runPlan(lab, plan);
      if (outcome.failure !== undefined) throw await explained(t, plan, outcome);
      t.expectTrue(outcome.steps > 0, "something happened");
    });
  }
}

async function plansOf(
  t: LabContext,
  profile: ClusterProfile,
  count: number,
): Promise<ClusterPlan[]> {
  const saved = t.run.simulation?.plan;
  if (saved !== undefined) {
    // The schemas cost a tenth of a second, and only a file needs them.
    const { checkPlan } = await import("./plan-file.ts");
    return [checkPlan(saved)];
  }
  return Array.from({ length: count }, (_, at) =>
    drawPlan(t.random.fork(`cluster ${at + 1}`).nextUint32(), profile),
  );
}

function describePlan({ seed, nodes, joiners, timeMs, operations, schedule }: ClusterPlan): string {
  const more = joiners === 0 ? "" : ` and ${joiners} that may join`;
  const clients = operations.length === 0 ? "" : `, ${operations.length} operations`;
  const kinds = countFaults(schedule);
  const storm = `${timeMs / 1000} s with ${kinds}`;
  return `seed ${seed}, ${nodes} nodes${more}${clients}, ${storm}, then calm`;
}

const COUNTED = ["partition", "cut", "crash", "pause", "clock", "links", "disk", "ask"] as const;

function countFaults(schedule: Schedule): string {
  const counts = COUNTED.map((kind) => {
    const count = schedule.filter((step) => step.do === kind && !isRepair(step)).length;
    return count === 0 ? "" : `${count} × ${kind}`;
  });
  return counts.filter((text) => text !== "").join(", ") || "no faults";
}

function isRepair(step: Schedule[number]): boolean {
  if (step.do === "clock") return step.rate === 1;
  return step.do === "disk" && step.failNext === 0;
}

/** The failure in words; with files and a smaller run, if they are asked for. */
async function explained(
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
  const { name, reason, step, timeMs, lines, cause } = failure.facts;
  const quoted = `'${t.name}'`;
  const replay =
    simulation?.plan === undefined
      ? `npm run lab -- replay ${seed} --label ${label} -t ${quoted} --shrink`
      : "the same command with --shrink";
  const sentence = failureLine(name, reason);
  const details = [
    sentence,
    `step ${step}, at ${timeMs.toFixed(3)} ms of virtual time; the last events:`,
    ...lines.slice(-SHOWN_LINES).map((line) => `  ${cut(line)}`),
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
    `and of the clients: ${operations.length} operations`,
  ];
}

function line(step: Schedule[number]): string {
  return `  ${step.at.toFixed(0).padStart(6)} ms  ${describeFault(step)}`;
}

function cut(text: string): string {
  return text.length > LINE_MAX ? `${text.slice(0, LINE_MAX)}…` : text;
}
