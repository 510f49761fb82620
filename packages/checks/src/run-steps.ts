/** Runs the check list, two steps at a time, and says what happens while it happens. */

import { availableParallelism } from "node:os";
import chalk from "chalk";
import pMap from "p-map";
import { runStep, type Step, type StepResult } from "./step.ts";

/** Where the lines of a run go. */
export type Print = (line: string) => void;

function describe(result: StepResult): string {
  const { step, passed, failed, seconds } = result;
  const mark = failed === 0 ? chalk.green("ok  ") : chalk.red("FAIL");
  const count = passed + failed === 1 ? "" : chalk.dim(` (${passed} of ${passed + failed})`);
  const time = chalk.dim(`${seconds.toFixed(1).padStart(6)} s`);
  return `${mark} ${time}  ${step.name.padEnd(12)} ${step.claim}${count}`;
}

/**
 * Runs `steps` and prints one line as each ends, the whole output of those that fail, and at the
 * end the line `N passed, N failed` that CI reads.
 *
 * @returns whether everything passed
 */
export async function runSteps(
  steps: readonly Step[],
  root: string,
  print: Print,
  signal: AbortSignal,
): Promise<boolean> {
  const isOver = (): boolean => signal.aborted;
  const results = await pMap(
    steps,
    async (step) => {
      if (isOver()) return undefined;
      const result = await runStep(step, root, signal);
      if (isOver()) return undefined;
      print(describe(result));
      if (result.failed > 0) print(indent(result.output));
      return result;
    },
    // A step is a process, and some start processes of their own: more at once only slows all.
    { concurrency: Math.min(2, availableParallelism()) },
  );
  const done = results.filter((result) => result !== undefined);
  const passed = done.reduce((sum, result) => sum + result.passed, 0);
  const failed = done.reduce((sum, result) => sum + result.failed, 0);
  for (const { step } of done.filter((result) => result.failed > 0)) {
    print(`Run this step alone: npm run check -- --only ${step.name}`);
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && done.length === steps.length;
}

function indent(output: string): string {
  return output.trimEnd().replace(/^/gm, "     | ");
}
