/**
 * `bench raw`: our server next to bare grpc-js, through the same client.
 *
 * Four processes: the server as a person starts it, the bare peers, the load, and this one, which
 * only hands out jobs. Everybody gets the same calls in turn.
 */

import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CF_DEFAULT } from "@tinykv/engine";
import { diskEngines } from "@tinykv/engine/disk";
import { type Labs, spawnServer } from "@tinykv/server/harness";
import { endChild, nextMessage, startChild } from "./child-process.ts";
import type { BenchResult, Figure, Peer } from "./figure.ts";
import { type Contender, measure, median, type Plan, planOf, shareOf } from "./measure.ts";
import { cpuSeconds } from "./process-cpu.ts";
import { type LoadJob, type LoadReport, type PeersUp, type RawOp, SCAN_LIMIT } from "./raw-jobs.ts";
import { syncTimeMs } from "./sync-time.ts";
import { DATA_KEYS, dataKey, VALUE } from "./workload.ts";

const CALLERS = [1, 64, 256];

/** Everybody answers every kind of call as often as a busy server, before anything counts. */
const WARM_UP_CALLERS = 64;

const UNITS: Readonly<Record<RawOp, string>> = { put: "puts", get: "gets", scan: "rows" };

/** What to run. */
export interface RawBenchOptions {
  /** For each contender of each figure. */
  readonly seconds: number;
  readonly labs: Labs;
  /** Only these; all three if absent. */
  readonly ops?: readonly RawOp[];
  readonly callers?: readonly number[];
  /** A folder for a CPU profile of the server. */
  readonly profile?: string | undefined;
}

/** Runs all of it. */
export async function rawBench(options: RawBenchOptions): Promise<BenchResult> {
  const { seconds, labs, ops = ["put", "get", "scan"], callers = CALLERS } = options;
  const folder = mkdtempSync(join(tmpdir(), "tinykv-bench-"));
  const syncMs = syncTimeMs(folder);
  const path = join(folder, "server");
  await fill(path);
  const quiet = ["--metrics-addr", "off", "--loglevel", "error"];
  const args = ["--addr", "127.0.0.1:0", "--path", path, ...quiet];
  const { profile } = options;
  const nodeFlags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const server = await spawnServer(args, labs, nodeFlags);
  const peers = startChild("peers-main.ts", [join(folder, "level")]);
  const load = startChild("load-main.ts");
  try {
    const { echo, level } = await nextMessage<PeersUp>(peers);
    const peerPid = peers.pid ?? 0;
    const sides: Sides = {
      ours: { addr: server.addr, pid: server.pid },
      echo: { addr: echo, pid: peerPid },
      level: { addr: level, pid: peerPid },
    };
    for (const { addr } of Object.values(sides)) {
      for (const op of ops) {
        await runJob(load, { addr, op, callers: WARM_UP_CALLERS, ms: seconds * 1000 });
      }
    }
    const figures: Figure[] = [];
    for (const op of ops) {
      for (const count of callers) {
        figures.push(await rawFigure(load, sides, { op, callers: count }, planOf(seconds)));
      }
    }
    return { figures, facts: { "fdatasync of this disk": `${syncMs.toFixed(3)} ms` } };
  } finally {
    server.kill("SIGTERM");
    await Promise.all([endChild(load), endChild(peers), server.exited]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the data set before the server opens the folder. */
async function fill(path: string): Promise<void> {
  const engine = await diskEngines().open(path);
  const ops = Array.from({ length: DATA_KEYS }, (_, n) => {
    return { type: "put", cf: CF_DEFAULT, key: dataKey(n), value: VALUE } as const;
  });
  await engine.write(ops, { sync: true });
  await engine.close();
}

/** Everybody who is measured: where, and in which process. */
type Sides = Readonly<Record<"ours" | "echo" | "level", { addr: string; pid: number }>>;

async function rawFigure(
  load: ChildProcess,
  sides: Sides,
  { op, callers }: Pick<LoadJob, "op" | "callers">,
  plan: Plan,
): Promise<Figure> {
  const latencies: LoadReport[] = [];
  const cpus = { ours: new CpuPerCall(), echo: new CpuPerCall(), level: new CpuPerCall() };
  const contender = (name: keyof Sides): Contender => ({
    name,
    run: async (ms) => {
      const { addr, pid } = sides[name];
      const before = cpuSeconds(pid);
      const report = await runJob(load, { addr, op, callers, ms });
      cpus[name].add(before, cpuSeconds(pid), report.count / (op === "scan" ? SCAN_LIMIT : 1));
      if (name === "ours") latencies.push(report);
      return report;
    },
  });
  const rates = await measure([contender("ours"), contender("echo"), contender("level")], plan);
  const ours = rates.get("ours") ?? [];
  const peer = (side: keyof Sides, name: string): Peer => {
    const theirs = rates.get(side) ?? [];
    const cpu = cpus[side].result();
    return { name, perSecond: median(theirs), share: shareOf(ours, theirs), ...cpu };
  };
  return {
    name: `raw ${op}, ${callers} ${callers === 1 ? "caller" : "callers"}`,
    unit: UNITS[op],
    perSecond: median(ours),
    ...cpus.ours.result(),
    peers: [peer("echo", "echo"), peer("level", "echo + classic-level")],
    latency: {
      p50Ms: median(latencies.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(latencies.map(({ p99Ms }) => p99Ms)),
    },
  };
}

/** Adds up processor time and calls over all rounds of one contender. */
class CpuPerCall {
  #seconds = 0;
  #calls = 0;
  #isKnown = true;

  add(before: number | undefined, after: number | undefined, calls: number): void {
    if (before === undefined || after === undefined) this.#isKnown = false;
    else this.#seconds += after - before;
    this.#calls += calls;
  }

  result(): { readonly cpuUs?: number } {
    return this.#isKnown ? { cpuUs: (this.#seconds * 1_000_000) / this.#calls } : {};
  }
}

async function runJob(load: ChildProcess, job: LoadJob): Promise<LoadReport> {
  const answer = nextMessage<LoadReport>(load);
  load.send(job);
  const report = await answer;
  if (report.failure !== undefined) {
    throw new Error(`${job.op} at ${job.addr} failed: ${report.failure}`);
  }
  return report;
}
