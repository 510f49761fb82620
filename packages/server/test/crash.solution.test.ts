/**
 * The crash test: a real server with the reference solution is killed with SIGKILL while many
 * callers put, again and again, and whatever it has acknowledged is there after each restart.
 *
 * CRASH_PUTS raises the number of puts, CRASH_SEED chooses the moments of the kills. The full size
 * is `npm run bench -- crash --puts 100000`.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { crashRun } from "../src/harness/index.ts";

const puts = Number(process.env["CRASH_PUTS"] ?? 3000);
const seed = Number(process.env["CRASH_SEED"] ?? 1);

const folder = mkdtempSync(join(tmpdir(), "tinykv-crash-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("kill -9 in the middle of puts", () => {
  test(`loses none of ${puts} acknowledged ones (CRASH_SEED=${seed})`, async () => {
    const kills = 3;
    const path = join(folder, "data");
    const report = await crashRun({ puts, callers: 64, kills, seed, path, labs: "solution" });
    expect(report.problems).toEqual([]);
    expect(report.acknowledged).toBeGreaterThanOrEqual(puts);
    expect(report.killedAt).toHaveLength(kills);
    // The kills came in the middle: there were calls under way.
    expect(report.cutOff).toBeGreaterThan(0);
  });
});
