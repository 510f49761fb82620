/**
 * Keeps a failing run: its plan as a file that can be edited and replayed, its trace as text, and
 * its trace for a viewer. A run follows from its plan, so they are made by running it once more.
 */

import { type LabContext, writeRunFiles } from "@tinykv/lab-kit";
import { type EntrySink, shrinkPlan, TRACE_HEADER, ViewerTrace } from "@tinykv/sim";
import type { ClusterPlan } from "./cluster-plan.ts";
import { counted } from "./counted.ts";
import { type ClusterOutcome, type RaftLabCode, runPlan } from "./sim-cluster.ts";

/** A trace is cut here: a storm of messages would fill a disk. */
const TRACE_LINES_MAX = 200_000;

/** A run of which test is kept, and who else wants to hear of it. */
export interface KeepOptions {
  readonly t: LabContext;
  readonly isShrunk: boolean;
  readonly sink: EntrySink;
}

/** @returns lines that say where the files are */
export async function keepFailure(
  lab: RaftLabCode,
  plan: ClusterPlan,
  { t, isShrunk, sink }: KeepOptions,
): Promise<string[]> {
  const { simulation, label } = t.run;
  if (simulation === undefined) return [];
  const lines: string[] = [TRACE_HEADER];
  const viewer = new ViewerTrace();
  const keepLine = (line: string): void => {
    if (lines.length < TRACE_LINES_MAX) lines.push(line);
  };
  const outcome = await runPlan(lab, plan, { sinks: [keepLine], entrySinks: [viewer.sink, sink] });
  // Not the name of the run that it was made from, which may be wanted again.
  const ending = isShrunk ? "-small" : "";
  const file = `${label}-${slug(t.name)}-${plan.seed}${ending}`;
  const saved = { label, test: t.name, failure: outcome.name ?? "", plan };
  const shown = writeRunFiles(simulation.folder, file, {
    ".json": `${JSON.stringify(saved, null, 1)}\n`,
    ".trace.txt": `${lines.join("\n")}\n`,
    ".viewer.json": viewer.text(),
  });
  return [
    `the whole trace: ${shown}.trace.txt; for ui.perfetto.dev: ${shown}.viewer.json`,
    `the same run again, also after an edit of its faults: npm run lab -- replay ${shown}.json`,
  ];
}

function slug(name: string): string {
  const text = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return text.replace(/^-|-$/g, "").slice(0, 40);
}

/** The smallest run that was found to fail in the same way. */
export async function shrinkFailure(
  lab: RaftLabCode,
  plan: ClusterPlan,
): Promise<{ plan: ClusterPlan; outcome: ClusterOutcome; words: string[] }> {
  const withPlan = (
    small: Pick<ClusterPlan, "schedule" | "operations" | "timeMs">,
  ): ClusterPlan => ({
    ...plan,
    ...small,
  });
  const shrunk = await shrinkPlan(plan, async (candidate) => {
    const { name, timeMs } = await runPlan(lab, withPlan(candidate));
    return { timeMs, ...(name === undefined ? {} : { failure: name }) };
  });
  const small = withPlan(shrunk.plan);
  const sizes = [plan, small].map(({ schedule, operations, timeMs }) => {
    const [faults, asked] = [
      counted(schedule.length, "fault"),
      counted(operations.length, "operation"),
    ];
    return `${faults}, ${asked} and ${timeMs / 1000} s`;
  });
  const words = [`shrunk in ${shrunk.runs} runs from ${sizes.join(" to ")}`];
  return { plan: small, outcome: await runPlan(lab, small), words };
}
