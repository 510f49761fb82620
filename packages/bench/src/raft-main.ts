/** The process of `bench raft`: proposals through three nodes in memory, see `raft-group.ts`. */

import type { BenchResult, Figure } from "./figure.ts";
import { printResult } from "./lab-main.ts";
import { loneFigure } from "./lone-figure.ts";
import { type Plan, planOf } from "./measure.ts";
import { RaftGroup } from "./raft-group.ts";

/** Proposals of one round. */
const BATCHES = [1, 64];

/** Proposals between two looks at the clock. */
const STEP = 64;

async function figureOf(batch: number, plan: Plan): Promise<Figure> {
  const group = new RaftGroup();
  const step = async (): Promise<number> => {
    for (let count = 0; count < STEP; count += batch) group.round(batch);
    return STEP;
  };
  return loneFigure({ name: `raft propose, ${batch} a round`, unit: "proposals", step }, plan);
}

async function raftBench(seconds: number): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const batch of BATCHES) figures.push(await figureOf(batch, planOf(seconds)));
  return { figures, facts: {} };
}

await printResult(raftBench);
