/**
 * The process of `bench clusters` and `bench determinism`: makes the runs of random raft clusters
 * with all faults on, and prints one line of JSON for each.
 */

import * as lab from "@tinykv/raft";
import { drawPlan, profiles, runPlan } from "@tinykv/raft/sim";
import { NotImplementedError } from "@tinykv/runtime";
import { TraceHash } from "@tinykv/sim/guard";
import type { ClusterLine } from "./cluster-line.ts";
import { notWritten } from "./not-written.ts";

const [first = "1", count = "1", step = "1"] = process.argv.slice(2);

for (let at = 0; at < Number(count); at += 1) {
  const seed = Number(first) + at * Number(step);
  const plan = drawPlan(seed, profiles.everything);
  const trace = new TraceHash();
  const { counts, failure, steps, timeMs } = await runPlan(lab, plan, { sinks: [trace.sink] });
  if (failure?.facts.cause instanceof NotImplementedError) {
    process.stderr.write(notWritten(failure.facts.cause));
    process.exitCode = 2;
    break;
  }
  const line: ClusterLine = {
    ...{ seed, nodes: plan.nodes, steps, timeMs, counts, hash: trace.digest() },
    ...(failure === undefined ? {} : { failure: failure.message }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
