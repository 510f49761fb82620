/**
 * `tinykv-server`: reads the command line, and leaves early if it asks for nothing that can be run.
 *
 * Everything that a running server needs is loaded after that (`run-process.ts`), so a wrong flag
 * and `--help` answer at once. Exit codes: 0 stopped as asked, 1 could not run, 2 the call was
 * wrong.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CommandLine, readCommandLine, UsageError } from "./read-config.ts";

const EXIT_USAGE = 2;

/** Prints one sentence and leaves. */
function leave(sentence: string): never {
  process.stderr.write(`tinykv-server: ${sentence}\n`);
  process.exit(EXIT_USAGE);
}

function commandLine(): CommandLine {
  try {
    // npm starts us in the root of the course; paths are meant from where the user is.
    const folder = process.env["TINYKV_INVOKED_FROM"] ?? process.cwd();
    return readCommandLine(process.argv.slice(2), folder);
  } catch (error) {
    if (error instanceof UsageError) leave(error.message);
    throw error;
  }
}

/** Whether modules come from where `--solution` wants them; that is decided before they load. */
function checkSolution(): void {
  const folder = fileURLToPath(new URL("../../../solution", import.meta.url));
  if (!existsSync(folder)) leave("--solution: this copy of the course has no reference solution.");
  if (process.env["TINYKV_LABS"] !== "solution") {
    leave("--solution works through `npm run server -- --solution`.");
  }
}

const asked = commandLine();
if (asked.kind === "help") {
  process.stdout.write(asked.text);
} else {
  if (asked.solution) checkSolution();
  const { runProcess } = await import("./run-process.ts");
  await runProcess(asked.config);
}
