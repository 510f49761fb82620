/** Smoke tests of the benchmarks that run the reference solution. */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { nodeArgs } from "@tinykv/server/harness";
import { execa } from "execa";
import type { CrashBenchResult } from "./crash-bench.ts";
import type { BenchResult } from "./figure.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

const bench = (...args: string[]) =>
  execa(process.execPath, nodeArgs(main, args), { reject: false });

describe("bench", () => {
  test("raw prints every figure as JSON, with latencies", async () => {
    const { exitCode, stdout } = await bench("raw", "--seconds", "0.02", "--json");
    expect(exitCode).toBe(0);
    const { figures } = JSON.parse(stdout) as BenchResult;
    const names = ["put", "get", "scan"].flatMap((op) =>
      ["1 caller", "64 callers", "256 callers"].map((callers) => `raw ${op}, ${callers}`),
    );
    expect(figures.map(({ name }) => name)).toEqual(names);
    for (const { perSecond, peers, latency } of figures) {
      expect(perSecond).toBeGreaterThan(0);
      expect(peers.map(({ name }) => name)).toEqual(["echo", "echo + classic-level"]);
      expect(latency?.p99Ms).toBeGreaterThanOrEqual(latency?.p50Ms ?? Number.NaN);
    }
  });

  const withoutPeers: readonly (readonly [name: string, figures: readonly string[]])[] = [
    ["raft", ["raft propose, 1 a round", "raft propose, 64 a round"]],
    [
      "sim",
      [
        "sim empty world",
        "sim empty world, awaited",
        "sim idle group of 5",
        "sim group of 5 with 64 clients",
        "sim group of 5 with 64 clients, answers",
        "sim group among all faults",
      ],
    ],
  ];
  test.each(withoutPeers)("%s prints every figure as JSON", async (name, names) => {
    const { exitCode, stdout } = await bench(name, "--seconds", "0.02", "--json");
    expect(exitCode).toBe(0);
    const { figures } = JSON.parse(stdout) as BenchResult;
    expect(figures.map((figure) => figure.name)).toEqual(names);
    for (const { perSecond } of figures) expect(perSecond).toBeGreaterThan(0);
  });

  test.each(["raft", "sim"])("%s says in a sentence that a lab is not written", async (name) => {
    const { exitCode, stdout, stderr } = await bench(name, "--labs", "own", "--json");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^bench: the lab code in labs\/raft has no .+\.\n?$/);
  });

  test("crash prints its report as JSON", async () => {
    const args = ["--puts", "200", "--callers", "8", "--kills", "1", "--seed", "3", "--json"];
    const { exitCode, stdout } = await bench("crash", ...args);
    expect(exitCode).toBe(0);
    const { acknowledged, killedAt, problems } = JSON.parse(stdout) as CrashBenchResult;
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    expect(killedAt).toHaveLength(1);
    expect(problems).toEqual([]);
  });
});
