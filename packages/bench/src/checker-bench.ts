/** `bench checker`: how fast a history is found linearizable, or is not and is explained. */

import { checkLinearizability, keyValueModel } from "@tinykv/checker/core";
import {
  illegalHistory,
  type KeyValueHistory,
  legalHistory,
  OPERATIONS,
} from "./checker-history.ts";
import type { BenchResult, Figure } from "./figure.ts";
import { loneFigure } from "./lone-figure.ts";
import { latencyOf, type Plan, planOf } from "./measure.ts";

/** Histories differ: each of these seeds gives one, and they take turns. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Runs all of it. */
export async function checkerBench(seconds: number): Promise<BenchResult> {
  const plan = planOf(seconds);
  const size = `${OPERATIONS} operations`;
  const legal = SEEDS.map(legalHistory);
  const illegal = SEEDS.map(illegalHistory);
  const figures = [
    await checks(`checker ${size}, legal`, legal, plan, checkLegal),
    await checks(`checker ${size}, illegal`, illegal, plan, checkIllegal),
  ];
  return { figures, facts: {} };
}

/** A time is that of one history. */
async function checks(
  name: string,
  histories: readonly KeyValueHistory[],
  plan: Plan,
  check: (history: KeyValueHistory) => void,
): Promise<Figure> {
  const timesMs: number[] = [];
  const step = async (): Promise<number> => {
    const history = histories[timesMs.length % histories.length] ?? [];
    const begun = performance.now();
    check(history);
    timesMs.push(performance.now() - begun);
    return history.length;
  };
  const figure = await loneFigure({ name, unit: "operations", step }, plan);
  return { ...figure, latency: latencyOf(timesMs) };
}

function checkLegal(history: KeyValueHistory): void {
  const { verdict } = checkLinearizability(keyValueModel, history);
  if (verdict !== "ok") throw new Error(`a legal history was found ${verdict}`);
}

function checkIllegal(history: KeyValueHistory): void {
  const { verdict, explanation } = checkLinearizability(keyValueModel, history);
  if (verdict !== "illegal") throw new Error(`an illegal history was found ${verdict}`);
  if (explanation === undefined) throw new Error("an illegal history was not explained");
}
