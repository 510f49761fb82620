/**
 * What the two maintainers' commands have in common: they need the solution, their long runs take
 * the same options, and what is wrong with the course's own files is told in a sentence.
 */

import { TinyKvError } from "@tinykv/runtime";
import type { Command as CommandLine } from "commander";
import { CourseError } from "../course/course-error.ts";
import { defaultJobs } from "../grade/pool.ts";
import type { VariantOptions } from "../mutants/variant.ts";
import { hasSolution } from "../skeleton/lab-files.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandIo } from "./command-io.ts";
import { wholeNumber } from "./parse-arguments.ts";
import type { Command } from "./run-command.ts";

/** The options of a long run. */
export interface LongRunOptions {
  readonly json?: true;
  readonly jobs: number;
  readonly seed: number;
  readonly isolated?: true;
}

/** Adds the options of a long run to a command line. */
export function addLongRunOptions(command: CommandLine): CommandLine {
  return command
    .option("--json", "print JSON instead of a table")
    .option("--isolated", "a process for each variant, as for a submission: slower, for certainty")
    .option("--jobs <n>", "how many labels run at once", wholeNumber(1), defaultJobs())
    .option("--seed <n>", "decides every random choice of the tests", wholeNumber(0), 1);
}

/** How to grade what a long run grades. */
export function variantOptions(
  { jobs, seed, isolated }: LongRunOptions,
  io: CommandIo,
  onDone: NonNullable<VariantOptions["onDone"]>,
): VariantOptions {
  const run = io.run === undefined ? {} : { run: io.run };
  return { jobs, seed, signal: io.signal, onDone, isIsolated: isolated === true, ...run };
}

/** @throws {UsageError} `course/no-solution` in a student's copy */
export function mustHaveSolution(io: CommandIo): void {
  if (hasSolution(io.root)) return;
  const what = "this copy of the course has no solution/, which this command is about";
  throw new UsageError("course/no-solution", `${what}; it is for maintainers`);
}

/**
 * A command whose errors about the course's own files (`course/…`, `mutants/…`) are for the caller
 * to mend: one sentence, exit code 2, no stack.
 */
export function forMaintainers(command: Command): Command {
  return async (args, io) => {
    try {
      return await command(args, io);
    } catch (error) {
      const isOurs = error instanceof TinyKvError && /^(?:course|mutants)\//.test(error.code);
      if (!isOurs || error instanceof CourseError || error instanceof UsageError) throw error;
      throw new UsageError(error.code, error.message.slice(error.code.length + 2), {
        cause: error,
      });
    }
  };
}
