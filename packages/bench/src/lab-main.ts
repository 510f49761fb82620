/**
 * What the processes have in common that run lab code: they get the seconds as their argument and
 * print their result as JSON. Exit code 2: the lab is not written.
 */

import { NotImplementedError } from "@tinykv/runtime";
import type { BenchResult } from "./figure.ts";

/** Runs a benchmark and prints what it has to say. */
export async function printResult(bench: (seconds: number) => Promise<BenchResult>): Promise<void> {
  try {
    const result = await bench(Number(process.argv[2]));
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } catch (error) {
    if (!(error instanceof NotImplementedError)) throw error;
    const { label, what } = error;
    process.stderr.write(
      `bench: the lab code in labs/raft has no ${what} yet, which label ${label} asks for.\n`,
    );
    process.exitCode = 2;
  }
}
