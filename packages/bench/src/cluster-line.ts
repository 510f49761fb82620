/** What is told of one simulated cluster. */

import type { ClusterCounts } from "@tinykv/raft/sim";

/** One run. */
export interface ClusterLine {
  readonly seed: number;
  readonly nodes: number;
  readonly steps: number;
  readonly timeMs: number;
  readonly counts: ClusterCounts;
  /** SHA-256 of the whole trace. */
  readonly hash: string;
  /** What went wrong, with the events before it. */
  readonly failure?: string;
}

/** The sums over many runs. */
export interface ClusterSums {
  readonly clusters: number;
  readonly failed: number;
  /** How many clusters had so many nodes. */
  readonly byNodes: Readonly<Record<string, number>>;
  readonly steps: number;
  readonly simulatedSeconds: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Adds up what happened. */
export function sumUp(lines: readonly ClusterLine[]): ClusterSums {
  const byNodes: Record<string, number> = {};
  const counts: Record<string, number> = {};
  let steps = 0;
  let timeMs = 0;
  for (const line of lines) {
    byNodes[line.nodes] = (byNodes[line.nodes] ?? 0) + 1;
    steps += line.steps;
    timeMs += line.timeMs;
    for (const [name, count] of Object.entries(line.counts)) {
      counts[name] = (counts[name] ?? 0) + Number(count);
    }
  }
  const failed = lines.filter(({ failure }) => failure !== undefined).length;
  const clusters = lines.length;
  return { clusters, failed, byNodes, steps, simulatedSeconds: timeMs / 1000, counts };
}

/** Runs whose traces are not the same, by seed; both lists are in the order of their seeds. */
export function differing(
  one: readonly ClusterLine[],
  other: readonly ClusterLine[],
): readonly number[] {
  return one.filter((line, at) => line.hash !== other[at]?.hash).map(({ seed }) => seed);
}
