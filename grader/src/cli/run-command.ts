/**
 * What all entry files do: run a command until it ends or is told to stop, and turn whatever comes
 * of it into one sentence and an exit code.
 *
 * On a first signal the command is asked to stop: it ends its children and removes what it left on
 * disk. On a second one the process leaves at once.
 */

import { constants } from "node:os";
import { CourseError } from "../course/course-error.ts";
import { SubmissionError } from "../submission/submission-error.ts";
import { UsageError } from "../usage-error.ts";
import { type CommandIo, processIo, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";

/** A command: takes its arguments, resolves to its exit code. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

/** The signals by which people, terminals and systems end a program. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs `command` as this process. */
export async function runCommand(command: Command): Promise<void> {
  const stop = new AbortController();
  let received: (typeof SIGNALS)[number] | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (received !== undefined) process.exit(128 + constants.signals[signal]);
      received = signal;
      process.stderr.write("\nStopping: ending what still runs ...\n");
      stop.abort();
    });
  }
  // Without a listener a closed pipe would be an exception somewhere far from any write.
  process.stdout.on("error", () => {});
  const code = await execute(command, process.argv.slice(2), processIo(stop.signal));
  process.exitCode = received === undefined ? code : 128 + constants.signals[received];
  // Listeners for signals do not keep a process alive; an open watcher or child would.
}

/** Runs `command` and resolves to its exit code, whatever it does. */
export async function execute(
  command: Command,
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  try {
    return await command(args, io);
  } catch (error) {
    if (io.signal.aborted) return EXIT.interrupted;
    if (error instanceof UsageError || error instanceof SubmissionError) {
      await write(io.stderr, `${error.message}\n`);
      return EXIT.usage;
    }
    if (error instanceof CourseError) {
      await write(io.stderr, `${error.message}\n`);
      return EXIT.grader;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await write(io.stderr, `The grader itself failed; please report this.\n${text}\n`);
    return EXIT.grader;
  }
}
