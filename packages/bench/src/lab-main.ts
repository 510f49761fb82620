/**
 * What the processes have in common that run lab code: they get the seconds as their argument and
 * print their result as JSON. Exit code 2: the lab is not written.
 */

import { NotImplementedError } from "@tinykv/runtime";
import type { BenchResult } from "./figure.ts";
import { notWritten } from "./not-written.ts";

/** Runs a benchmark and prints what it has to say. */
export async function printResult(bench: (seconds: number) => Promise<BenchResult>): Promise<void> {
  try {
    const result = await bench(Number(process.argv[2]));
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } catch (error) {
    if (!(error instanceof NotImplementedError)) throw error;
    process.stderr.write(notWritten(error));
    process.exitCode = 2;
  }
}
