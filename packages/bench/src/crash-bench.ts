/** `bench crash`: the crash run at full size, as a command. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CrashReport, crashRun, type Labs } from "@tinykv/server/harness";

/** What to run. */
export interface CrashBenchOptions {
  readonly puts: number;
  readonly callers: number;
  readonly kills: number;
  readonly seed: number;
  readonly labs: Labs;
  readonly onProgress: (line: string) => void;
}

/** What came of it, and how long it took. */
export interface CrashBenchResult extends CrashReport {
  readonly seed: number;
  readonly seconds: number;
}

/** Runs it in a new folder, which is gone afterwards unless something was wrong. */
export async function crashBench(options: CrashBenchOptions): Promise<CrashBenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "tinykv-crash-"));
  const begun = performance.now();
  const report = await crashRun({ ...options, path: join(folder, "data") });
  if (report.problems.length === 0) rmSync(folder, { recursive: true });
  else options.onProgress(`the data is kept in ${folder}`);
  return { ...report, seed: options.seed, seconds: (performance.now() - begun) / 1000 };
}
