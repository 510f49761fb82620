/** Starts processes that simulate clusters, and gathers what they print. */

import { fileURLToPath } from "node:url";
import { type Labs, labsEnv, nodeArgs } from "@tinykv/server/harness";
import { execa } from "execa";
import { ChildFailure } from "./child-process.ts";
import type { ClusterLine } from "./cluster-line.ts";
import type { GuardLine } from "./guard-line.ts";

const SCRIPT = fileURLToPath(new URL("clusters-main.ts", import.meta.url));

/** Which clusters, and how. */
export interface ClusterRuns {
  readonly firstSeed: number;
  readonly count: number;
  readonly jobs: number;
  readonly labs: Labs;
  /** Shifts what Node leaves open: the order of hash tables, `Math.random`. */
  readonly salt?: number;
  readonly onLine?: (line: ClusterLine) => void;
}

/**
 * Simulates clusters of consecutive seeds, shared out among `jobs` processes.
 *
 * @returns one line per seed, in their order
 * @throws {ChildFailure} if a process ends with another code than 0
 */
export async function runClusters(runs: ClusterRuns): Promise<ClusterLine[]> {
  const jobs = Math.min(runs.jobs, runs.count);
  const shares = await Promise.all(
    Array.from({ length: jobs }, (_, job) => runShare(runs, job, jobs)),
  );
  return shares.flat().toSorted((a, b) => a.seed - b.seed);
}

/**
 * Has one cluster of each profile made twice, in a process that watches who asks the machine for
 * time or chance.
 *
 * @throws {ChildFailure} if the process ends with another code than 0
 */
export async function guardClusters(seed: number, labs: Labs): Promise<GuardLine[]> {
  const script = fileURLToPath(new URL("guard-main.ts", import.meta.url));
  const { exitCode, stdout } = await execa(process.execPath, nodeArgs(script, [String(seed)]), {
    ...{ env: labsEnv(labs), extendEnv: false },
    ...{ stdin: "ignore", stderr: "inherit", reject: false },
  });
  if (exitCode !== 0) throw new ChildFailure(exitCode ?? 1);
  return stdout.split("\n").map((line) => JSON.parse(line) as GuardLine);
}

async function runShare(
  { firstSeed, count, labs, salt, onLine }: ClusterRuns,
  job: number,
  jobs: number,
): Promise<ClusterLine[]> {
  const share = Math.ceil((count - job) / jobs);
  const flags = salt === undefined ? [] : [`--random-seed=${salt}`, `--hash-seed=${salt}`];
  const args = nodeArgs(SCRIPT, [firstSeed + job, share, jobs].map(String));
  const child = execa(process.execPath, [...flags, ...args], {
    ...{ env: labsEnv(labs), extendEnv: false },
    ...{ stdin: "ignore", stderr: "inherit", reject: false },
    buffer: { stdout: false },
  });
  const lines: ClusterLine[] = [];
  for await (const text of child.iterable()) {
    const line = JSON.parse(text) as ClusterLine;
    lines.push(line);
    onLine?.(line);
  }
  const { exitCode } = await child;
  if (exitCode !== 0) throw new ChildFailure(exitCode ?? 1);
  return lines;
}
