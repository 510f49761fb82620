/** Random clusters of the reference solution: no violation, and the same in every process. */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { nodeArgs } from "@tinykv/server/harness";
import { execa } from "execa";
import type { ClusterSums } from "./cluster-line.ts";
import type { GuardLine } from "./guard-line.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

const bench = (...args: string[]) =>
  execa(process.execPath, nodeArgs(main, args), { reject: false });

describe("bench clusters", () => {
  test("finds nothing wrong with the solution, and every kind of event in the runs", async () => {
    const { exitCode, stdout } = await bench("clusters", "--count", "60", "--json");
    expect(exitCode).toBe(0);
    const { clusters, failed, byNodes, counts } = JSON.parse(stdout) as ClusterSums;
    expect({ clusters, failed }).toEqual({ clusters: 60, failed: 0 });
    expect(Object.keys(byNodes)).toEqual(["3", "5", "7"]);
    const never = Object.entries(counts).filter(([, count]) => count === 0);
    expect(never).toEqual([]);
  });

  test("says in a sentence that a lab is not written", async () => {
    const { exitCode, stdout, stderr } = await bench("clusters", "--labs", "own", "--count", "1");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^bench: the lab code in labs\/raft has no .+\.\n?$/);
  });
});

describe("bench determinism", () => {
  test("sees the same traces in two processes that differ in what Node leaves open", async () => {
    const { exitCode, stdout } = await bench("determinism", "--count", "12", "--json");
    expect(exitCode).toBe(0);
    const { guarded, ...rest } = JSON.parse(stdout) as { guarded: GuardLine[] };
    expect(rest).toMatchObject({ runs: 12, seeds: [] });
    expect(guarded.length).toBeGreaterThan(10);
    expect(guarded.filter(({ isSame }) => !isSame)).toEqual([]);
  });
});
