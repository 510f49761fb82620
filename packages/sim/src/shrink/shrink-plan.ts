/**
 * Makes a failing run smaller: a shorter time, fewer faults, fewer operations, and the same
 * failure.
 *
 * The same failure is one of the same name: the invariant that broke, or the code of the error.
 * Every candidate is a whole run of its own, so what comes out has been seen to fail.
 */

import type { Schedule } from "../faults/fault.ts";
import { type RunBudget, shrinkList } from "./shrink-list.ts";

/** What a run is made from. */
export interface Plan<Operation> {
  readonly schedule: Schedule;
  /** What clients do. */
  readonly operations: readonly Operation[];
  /** When the run ends, in virtual milliseconds. */
  readonly timeMs: number;
}

/** How a run ended. */
export interface PlanOutcome {
  /** The name of the failure; absent if there was none. */
  readonly failure?: string;
  /** When that was, in virtual milliseconds. */
  readonly timeMs: number;
}

/** What shrinking came to. */
export interface ShrunkPlan<Operation> {
  readonly plan: Plan<Operation>;
  /** The failure, which is that of the plan that was given; absent: there was none to shrink. */
  readonly failure?: string;
  readonly runs: number;
}

/** How to shrink. */
export interface ShrinkOptions {
  /** Runs at most. Default 400. */
  readonly runsMax?: number;
  /** Told after each run that made the plan smaller. */
  readonly onProgress?: (plan: Plan<unknown>, runs: number) => void;
}

const RUNS_MAX = 400;

/** Shrinks `plan`. `run` has to be a function of the plan alone. */
export async function shrinkPlan<Operation>(
  plan: Plan<Operation>,
  run: (plan: Plan<Operation>) => Promise<PlanOutcome>,
  { runsMax = RUNS_MAX, onProgress }: ShrinkOptions = {},
): Promise<ShrunkPlan<Operation>> {
  const budget: RunBudget = { left: runsMax - 1 };
  const first = await run(plan);
  const { failure } = first;
  if (failure === undefined) return { plan, runs: 1 };
  let best = plan;
  let failedMs = first.timeMs;
  const isSmaller = async (candidate: Plan<Operation>): Promise<boolean> => {
    const outcome = await run(candidate);
    if (outcome.failure !== failure) return false;
    best = candidate;
    failedMs = outcome.timeMs;
    onProgress?.(best, runsMax - budget.left);
    return true;
  };
  await cutTime();
  for (let before = Infinity; sizeOf(best) < before && budget.left > 0; ) {
    before = sizeOf(best);
    const faults = (schedule: Schedule) => isSmaller({ ...best, schedule });
    await shrinkList(best.schedule, faults, budget);
    const operations = (list: readonly Operation[]) => isSmaller({ ...best, operations: list });
    await shrinkList(best.operations, operations, budget);
  }
  await cutTime();
  return { plan: best, failure, runs: runsMax - budget.left };

  /** Ends the run where the failure was. What is scheduled behind it never happens. */
  async function cutTime(): Promise<void> {
    const timeMs = Math.ceil(failedMs);
    if (timeMs >= best.timeMs || budget.left <= 0) return;
    budget.left -= 1;
    const schedule = best.schedule.filter((step) => step.at <= timeMs);
    await isSmaller({ ...best, schedule, timeMs });
  }
}

function sizeOf({ schedule, operations }: Plan<unknown>): number {
  return schedule.length + operations.length;
}
