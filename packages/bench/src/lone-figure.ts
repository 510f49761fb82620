/**
 * A figure without a peer, measured in this process. Nobody takes turns with it, so a busy machine
 * hits it alone: next to the rate stands the processor time, which suffers less.
 */

import type { Figure } from "./figure.ts";
import { measure, median, type Plan, type Round, repeat } from "./measure.ts";
import { ownCpuUs } from "./process-cpu.ts";

/** What is measured. */
export interface LoneWork extends Pick<Figure, "name" | "unit"> {
  /** Does some work and returns how many things that were. */
  readonly step: () => Promise<number>;
}

/** Repeats the work in rounds. The processor time is that of one thing, warm-up included. */
export async function loneFigure({ name, unit, step }: LoneWork, plan: Plan): Promise<Figure> {
  const begunUs = ownCpuUs();
  let count = 0;
  const run = async (ms: number): Promise<Round> => {
    const round = await repeat(ms, 1, step);
    count += round.count;
    return round;
  };
  const rates = await measure([{ name, run }], plan);
  const cpuUs = (ownCpuUs() - begunUs) / count;
  return { name, unit, perSecond: median(rates.get(name) ?? []), cpuUs, peers: [] };
}
