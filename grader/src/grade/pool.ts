/**
 * The one limit on how many labels run at the same time, shared by all submissions of a call: each
 * label is a process with all its memory, and its time limit only means something if it has a core.
 */

import { availableParallelism } from "node:os";
import pLimit from "p-limit";

/** Runs a task when there is room for it. */
export type Pool = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** More processes than this at once mostly fight for the disk, whatever the number of cores. */
const JOBS_MAX = 4;

/** How many labels run at once unless the caller says otherwise. */
export function defaultJobs(): number {
  return Math.min(JOBS_MAX, availableParallelism());
}

/** A pool of `jobs` places; tasks start in the order in which they came. */
export function createPool(jobs: number): Pool {
  const limit = pLimit(jobs);
  return (task) => limit(task);
}
