/**
 * What a command sees of the process around it: where it writes, where relative paths start, and
 * the signal that it should stop. Commands take it as an argument, so tests run them in their own
 * process and read what they wrote.
 */

import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Chalk, supportsColor, supportsColorStderr } from "chalk";
import type { LabelRunner } from "../grade/label-request.ts";
import type { Paint } from "../report/table.ts";

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean };

/** The surroundings of one command. */
export interface CommandIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The course that the command belongs to. Absolute. */
  readonly root: string;
  /** The folder in which the user typed the command. Absolute. */
  readonly from: string;
  /** Aborted when the user or the system wants the command to end. */
  readonly signal: AbortSignal;
  /** Runs a label in place of the real runner; for tests of the commands. */
  readonly run?: LabelRunner;
}

/** The course that holds this very file. */
export function courseRoot(): string {
  // grader/src/cli/command-io.ts
  const here = dirname(fileURLToPath(import.meta.url));
  return dirname(dirname(dirname(here)));
}

/**
 * The real surroundings. The bootstrap hands on where the user stands, because npm changes that.
 */
export function processIo(signal: AbortSignal): CommandIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    root: courseRoot(),
    from: process.env["TINYKV_INVOKED_FROM"] ?? process.cwd(),
    signal,
  };
}

/**
 * Colours for an output: none unless it is a terminal, none under NO_COLOR (https://no-color.org),
 * and in any case what FORCE_COLOR says. chalk knows all but NO_COLOR.
 */
export function paintFor(io: CommandIo, output: Output): Paint {
  const isForced = io.env["FORCE_COLOR"] !== undefined && io.env["FORCE_COLOR"] !== "";
  const isRefused = io.env["NO_COLOR"] !== undefined && io.env["NO_COLOR"] !== "";
  if (isRefused || (output.isTTY !== true && !isForced)) return new Chalk({ level: 0 });
  const support = output === io.stderr ? supportsColorStderr : supportsColor;
  return new Chalk({ level: support === false ? 0 : support.level });
}

/** Writes, and waits until the text is on its way: a pipe may take it in pieces. */
export function write(output: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      // A reader that has seen enough (`| head`) is no failure of ours.
      if (error && "code" in error && error.code === "EPIPE") resolve();
      else if (error) reject(error);
      else resolve();
    });
  });
}
