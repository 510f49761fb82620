/** Smoke tests of `bench`: it runs, and prints what it promises. No figure is looked at. */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { nodeArgs } from "@tinykv/server/harness";
import { execa } from "execa";
import type { BenchResult } from "./figure.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

const bench = (...args: string[]) =>
  execa(process.execPath, nodeArgs(main, args), { reject: false });

describe("bench", () => {
  test("engine prints every figure as JSON", async () => {
    const { exitCode, stdout } = await bench("engine", "--seconds", "0.02", "--json");
    expect(exitCode).toBe(0);
    const { figures, facts } = JSON.parse(stdout) as BenchResult;
    expect(figures.map(({ name }) => name)).toEqual([
      "engine memory put, 1 writer",
      "engine memory put, 64 writers",
      "engine memory get, 1 reader",
      "engine memory get, 64 readers",
      "engine memory scan",
      "engine disk put, 1 writer",
      "engine disk put, 64 writers",
      "engine disk put, synced, 1 writer",
      "engine disk put, synced, 64 writers",
      "engine disk get, 1 reader",
      "engine disk get, 64 readers",
      "engine disk scan",
    ]);
    for (const { perSecond, peers } of figures) {
      expect(perSecond).toBeGreaterThan(0);
      expect(peers).toHaveLength(1);
    }
    expect(facts["fdatasync of this disk"]).toMatch(/^[0-9.]+ ms$/);
  });

  test("checker prints every figure as JSON, with the times of one history", async () => {
    const { exitCode, stdout } = await bench("checker", "--seconds", "0.02", "--json");
    expect(exitCode).toBe(0);
    const { figures } = JSON.parse(stdout) as BenchResult;
    expect(figures.map(({ name }) => name)).toEqual([
      "checker 1000 operations, legal",
      "checker 1000 operations, illegal",
    ]);
    for (const { perSecond, latency } of figures) {
      expect(perSecond).toBeGreaterThan(0);
      expect(latency?.p99Ms).toBeGreaterThanOrEqual(latency?.p50Ms ?? Number.NaN);
    }
  });

  test("--help names every benchmark, with examples", async () => {
    const { exitCode, stdout } = await bench("--help");
    expect(exitCode).toBe(0);
    for (const name of ["engine", "raw", "raft", "sim", "checker", "all", "crash"]) {
      expect(stdout).toContain(`\n  ${name} `);
    }
    for (const name of ["raft", "sim", "checker"]) expect(stdout).toContain(`bench -- ${name} `);
  });

  test("refuses what it does not know with 2", async () => {
    for (const args of [["dance"], ["engine", "--seconds", "0"], ["raw", "--labs", "mine"]]) {
      const { exitCode, stdout, stderr } = await bench(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(/^error: /);
    }
  });
});
