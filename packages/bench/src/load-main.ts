/**
 * The load generator of `bench raw`, a process of its own: it eats a core, and must not eat the
 * server's. It does one job at a time, and the same calls with the same codecs against everybody.
 */

import { RawTestClient } from "@tinykv/server/harness";
import { build } from "hdr-histogram-js";
import { repeat } from "./measure.ts";
import { type LoadJob, type LoadReport, type RawOp, SCAN_LIMIT } from "./raw-jobs.ts";
import { dataKey, freshKey, VALUE } from "./workload.ts";

const clients = new Map<string, RawTestClient>();
let calls = 0;

/** One call; resolves to what it counts for. */
const OPS: Readonly<Record<RawOp, (client: RawTestClient) => Promise<number>>> = {
  put: async (client) => {
    await client.put({ cf: "default", key: freshKey(calls++), value: VALUE });
    return 1;
  },
  get: async (client) => {
    const { value } = await client.get({ cf: "default", key: dataKey(calls++) });
    if (value.length !== VALUE.length) throw new Error(`a get returned ${value.length} bytes`);
    return 1;
  },
  scan: async (client) => {
    // Only start keys with enough keys behind them.
    const startKey = Buffer.from("key-");
    const { kvs } = await client.scan({ cf: "default", startKey, limit: SCAN_LIMIT });
    if (kvs.length !== SCAN_LIMIT) throw new Error(`a scan returned ${kvs.length} pairs`);
    return kvs.length;
  },
};

async function work({ addr, op, callers, ms }: LoadJob): Promise<LoadReport> {
  const client = clients.get(addr) ?? new RawTestClient(addr);
  clients.set(addr, client);
  const call = OPS[op];
  // In microseconds, up to a minute.
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  const { count, seconds } = await repeat(ms, callers, async () => {
    const begun = performance.now();
    const counted = await call(client);
    histogram.recordValue((performance.now() - begun) * 1000);
    return counted;
  });
  const percentileMs = (per: number): number => histogram.getValueAtPercentile(per) / 1000;
  return { count, seconds, p50Ms: percentileMs(50), p99Ms: percentileMs(99) };
}

process.on("message", (job: LoadJob) => {
  void work(job)
    .catch((error: unknown) => ({
      count: 0,
      seconds: 1,
      p50Ms: 0,
      p99Ms: 0,
      failure: String(error),
    }))
    .then((report: LoadReport) => process.send?.(report));
});
process.on("disconnect", () => process.exit(0));
