/**
 * What the two maintainers' command lines have in common: the root, the options of long runs, and the
 * exit codes. 0 nothing found, 1 something found, 2 the call or its circumstances are wrong,
 * 3 the command itself failed, 130 interrupted.
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TinyKvError } from "@tinykv/runtime";
import { type Command, CommanderError, InvalidArgumentError } from "commander";
import { defaultJobs } from "../grade/pool.ts";
import { hasSolution } from "../skeleton/lab-files.ts";

/** The root of the repository. */
export const root: string = resolve(fileURLToPath(new URL("../../../", import.meta.url)));

/** Prints to standard output, which holds results only. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** @throws {TinyKvError} `course/no-solution` in a student's copy */
export function mustHaveSolution(): void {
  if (hasSolution(root)) return;
  const what =
    "this copy of the course has no solution/, and needs nothing of what this command does";
  throw new TinyKvError("course/no-solution", what);
}

/** What long runs take. */
export interface LongRunOptions {
  readonly json?: true;
  readonly jobs: number;
  readonly seed: number;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("It must be a whole number, 1 or more.");
}

/** Adds the options of a long run. */
export function addLongRunOptions(command: Command): Command {
  return command
    .option("--json", "print JSON instead of a table")
    .option("--jobs <n>", "how many labels run at once", wholeNumber, defaultJobs())
    .option("--seed <n>", "the seed of everything random", wholeNumber, 1);
}

/** A signal that is aborted when the user presses Ctrl-C, or the process is asked to end. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(new TinyKvError("course/interrupted", name)));
  }
  return controller.signal;
}

/**
 * Runs a command line.
 *
 * @param program makes the command; it calls its argument with the exit code of what was run
 */
export async function runProgram(
  program: (finish: (code: number) => void) => Command,
  args: readonly string[],
): Promise<number> {
  let code = 0;
  try {
    await program((result) => {
      code = result;
    }).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    // Commander has printed its own message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof TinyKvError) {
      process.stderr.write(`${error.message}\n`);
      return error.code === "course/interrupted" ? 130 : 2;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${text}\n`);
    return 3;
  }
}
