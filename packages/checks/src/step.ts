/**
 * One step of the check list: a command that runs from the root, and how to read what it found.
 *
 * A step that runs many small checks says so in a line `N passed, N failed`; any other step counts
 * as one check, decided by its exit code.
 */

import { execa } from "execa";

export interface Step {
  /** Short and unique: what `check --only` takes. */
  readonly name: string;
  /** What it makes sure of, as a claim. */
  readonly claim: string;
  readonly command: readonly [string, ...string[]];
  /** True for a step that looks at `solution/`, which a student's copy does not have. */
  readonly needsSolution?: boolean;
}

export interface StepResult {
  readonly step: Step;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Everything it printed, both streams together, in order. */
  readonly output: string;
}

/** The last line of the form `N passed, N failed`, or `undefined`. */
export function readTally(output: string): { passed: number; failed: number } | undefined {
  const lines = output.match(/^\s*\d+ passed, \d+ failed\s*$/gm);
  const [passed, failed] = lines?.at(-1)?.match(/\d+/g)?.map(Number) ?? [];
  return passed === undefined || failed === undefined ? undefined : { passed, failed };
}

/** Runs a step to its end. Never throws: a command that cannot start is a failed step. */
export async function runStep(step: Step, root: string, signal: AbortSignal): Promise<StepResult> {
  const [file, ...args] = step.command;
  const started = performance.now();
  const result = await execa(file, args, {
    cwd: root,
    all: true,
    stdin: "ignore",
    reject: false,
    cancelSignal: signal,
    // On cancellation a command may clean up behind itself; one that does not is killed.
    forceKillAfterDelay: 5_000,
    preferLocal: false,
  });
  const output = outputOf(result);
  const tally = readTally(output) ?? { passed: 1, failed: 0 };
  // An exit code that says "failed" outweighs a tally that says otherwise.
  const failed = result.exitCode === 0 ? tally.failed : Math.max(1, tally.failed);
  return {
    step,
    passed: failed > 0 && tally.failed === 0 ? tally.passed - 1 : tally.passed,
    failed,
    seconds: (performance.now() - started) / 1000,
    output,
  };
}

/** What was printed; for a command that could not even be started, why not. */
function outputOf(result: { all?: string | undefined; shortMessage?: string | undefined }): string {
  return result.all || (result.shortMessage ?? "");
}
