/**
 * Simulated clusters as a lab test: draws some and makes their runs, until one fails.
 */

import type { LabContext } from "@tinykv/lab-kit";
import type { Schedule } from "@tinykv/sim";
import { lab } from "../raft-lab.ts";
import { type ClusterPlan, type ClusterProfile, drawPlan } from "./cluster-plan.ts";
import { explainFailure } from "./explain-failure.ts";
import { runPlan } from "./sim-cluster.ts";

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
      if (outcome.failure !== undefined) throw await explainFailure(t, plan, outcome);
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
  return `world ${seed}, ${nodes} nodes${more}${clients}, ${storm}, then calm`;
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
