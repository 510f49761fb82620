/**
 * `bench clusters` and `bench determinism`: many random raft clusters, what was in them, and
 * whether every one of them is the same when it is made again in another process.
 */

import { availableParallelism } from "node:os";
import type { Labs } from "@tinykv/server/harness";
import type { Command } from "commander";
import { type ClusterLine, type ClusterSums, differing, sumUp } from "./cluster-line.ts";
import { guardClusters, runClusters } from "./cluster-runs.ts";
import type { GuardLine } from "./guard-line.ts";

interface ClusterFlags {
  readonly count: number;
  readonly seed: number;
  readonly jobs: number;
  readonly labs: Labs;
  readonly json?: boolean;
}

/** What both commands share with the others of `bench`. */
export interface FlagParsers {
  readonly whole: (text: string) => number;
  readonly positive: (text: string) => number;
  readonly labs: (text: string) => Labs;
  readonly defaultLabs: Labs;
}

/** Two different ones, so that whatever Node leaves open differs as well. */
const SALTS = [1, 2] as const;
/** Progress is told so often. */
const TOLD_EVERY = 50;

interface DeterminismReport {
  readonly guarded: readonly GuardLine[];
  readonly runs: number;
  readonly steps: number;
  readonly seeds: readonly number[];
}

/** Adds the two commands. */
export function addClusterCommands(program: Command, parsers: FlagParsers): void {
  const add = (name: string, text: string, count: number): Command =>
    program
      .command(name)
      .description(text)
      .option("--count <n>", "how many clusters", parsers.positive, count)
      .option("--seed <n>", "the seed of the first one; the others follow", parsers.whole, 1)
      .option("--jobs <n>", "processes at once", parsers.positive, availableParallelism())
      .option("--labs <which>", "whose raft: own or solution", parsers.labs, parsers.defaultLabs)
      .option("--json", "print one JSON object");
  add(
    "clusters",
    "random raft clusters of 3, 5 and 7 nodes, all faults on, all checks",
    1000,
  ).action(clusters);
  add("determinism", "every cluster twice, in two processes: are the traces the same?", 200).action(
    determinism,
  );
}

async function clusters(flags: ClusterFlags): Promise<void> {
  const begun = performance.now();
  const lines = await run(flags, "clusters");
  const seconds = (performance.now() - begun) / 1000;
  const sums = sumUp(lines);
  if (flags.json) process.stdout.write(`${JSON.stringify({ ...sums, seconds })}\n`);
  else process.stdout.write(`${clustersText(sums, seconds)}\n`);
  const [failed] = lines.filter(({ failure }) => failure !== undefined);
  if (failed === undefined) return;
  process.exitCode = 1;
  if (!flags.json) process.stdout.write(`\nseed ${failed.seed}: ${failed.failure}\n`);
}

async function determinism(flags: ClusterFlags): Promise<void> {
  const guarded = await guardClusters(flags.seed, flags.labs);
  const one = await run(flags, "first time", SALTS[0]);
  const other = await run(flags, "second time", SALTS[1]);
  const report = {
    ...{ guarded, runs: one.length, steps: sumUp(one).steps },
    /** Those whose traces differ between processes. */
    seeds: differing(one, other),
  };
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : determinismText(report));
  const isSame = guarded.every((line) => line.isSame) && report.seeds.length === 0;
  if (!isSame) process.exitCode = 1;
}

function determinismText({ guarded, runs, steps, seeds }: DeterminismReport): string {
  const found = guarded.filter(({ isSame }) => !isSame);
  const verdict = found.length === 0 ? "the same both times" : `${found.length} of them DIFFER`;
  const traces =
    seeds.length === 0
      ? "every trace the same, byte for byte"
      : `the traces of these seeds DIFFER: ${seeds.join(", ")}`;
  return [
    `one cluster of each of ${guarded.length} profiles, twice in one process: ${verdict}`,
    ...found.map(({ profile, text }) => `${profile}: ${text}`),
    `${runs} clusters, each in two processes: ${steps} steps, and ${traces}`,
    "",
  ].join("\n");
}

function run(flags: ClusterFlags, name: string, salt?: number): Promise<ClusterLine[]> {
  let done = 0;
  const onLine = (): void => {
    done += 1;
    if (flags.json || (done % TOLD_EVERY !== 0 && done !== flags.count)) return;
    process.stderr.write(`bench ${name}: ${done} of ${flags.count}\n`);
  };
  const { count, jobs, labs, seed } = flags;
  const options = { firstSeed: seed, count, jobs, labs, onLine };
  return runClusters(salt === undefined ? options : { ...options, salt });
}

/** The counts as rows, in the words of the field. */
const ROWS: readonly (readonly [name: string, words: string])[] = [
  ["messages", "messages sent"],
  ["lost", "  of them lost"],
  ["duplicated", "  doubled"],
  ["reordered", "  out of order"],
  ["elections", "terms with a leader"],
  ["crashes", "crashes and restarts"],
  ["applied", "entries applied"],
  ["snapshotsMade", "snapshots made"],
  ["snapshotsRestored", "snapshots restored"],
  ["membersChanged", "membership changes applied"],
  ["transfersAsked", "leader transfers asked for"],
  ["answered", "client operations answered"],
  ["unanswered", "client operations of unknown outcome"],
];

function clustersText(sums: ClusterSums, seconds: number): string {
  const { clusters: count, failed, byNodes, steps, simulatedSeconds, counts } = sums;
  const sizes = Object.entries(byNodes).map(([nodes, many]) => `${many} of ${nodes} nodes`);
  const verdict = failed === 0 ? "no violation" : `${failed} VIOLATIONS`;
  const speed = Math.round(simulatedSeconds / seconds);
  return [
    `${count} clusters (${sizes.join(", ")}): ${verdict}`,
    ...ROWS.map(([name, words]) => `  ${String(counts[name] ?? 0).padStart(9)}  ${words}`),
    `  ${String(steps).padStart(9)}  steps`,
    `${simulatedSeconds.toFixed(0)} simulated seconds in ${seconds.toFixed(0)} s: ${speed} in one`,
  ].join("\n");
}
