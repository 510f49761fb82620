/** The process of `bench raft`: proposals through three nodes in memory, see `raft-group.ts`. */

import type { BenchResult, Figure } from "./figure.ts";
import { printResult } from "./lab-main.ts";
import { measure, median, type Plan, planOf, repeat } from "./measure.ts";
import { RaftGroup } from "./raft-group.ts";

/** Proposals of one round. */
const BATCHES = [1, 64];

/** Proposals between two looks at the clock. */
const STEP = 64;

async function figureOf(batch: number, plan: Plan): Promise<Figure> {
  const group = new RaftGroup();
  const run = (ms: number) =>
    repeat(ms, 1, async () => {
      for (let count = 0; count < STEP; count += batch) group.round(batch);
      return STEP;
    });
  const name = `raft propose, ${batch} a round`;
  const rates = await measure([{ name, run }], plan);
  return { name, unit: "proposals", perSecond: median(rates.get(name) ?? []), peers: [] };
}

async function raftBench(seconds: number): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const batch of BATCHES) figures.push(await figureOf(batch, planOf(seconds)));
  return { figures, facts: {} };
}

await printResult(raftBench);
