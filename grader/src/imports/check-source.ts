/**
 * Checks one owned file, whatever is in it: no text ends or holds up the process that asks.
 *
 * An ordinary file is parsed right here, in a millisecond. One that might be too much for the
 * parser (see `looks-shallow.ts`) is parsed by a process of its own under limits; if that is lost,
 * the file has a syntax error like any other that cannot be parsed. A worker thread would not do: a
 * native stack that overflows takes all threads with it.
 */

import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { checkImports, type ImportRules, type SourceFinding } from "./check-imports.ts";
import { looksShallow } from "./looks-shallow.ts";

/** One file to check, as it is passed to the other process. */
export interface SourceCheck {
  /** Relative to the lab's folder. */
  readonly path: string;
  readonly text: string;
  readonly rules: ImportRules;
}

/** Far more than any file takes that somebody has written by hand. */
const SECONDS_MAX = 10;
const HEAP_MIB = 512;

const entry = fileURLToPath(new URL("check-main.ts", import.meta.url));
const register = new URL("../../../packages/toolchain/src/register.mjs", import.meta.url).href;

/** What {@link checkImports} finds, or one finding that says that the file is too much. */
export async function checkSource(
  check: SourceCheck,
  signal?: AbortSignal,
): Promise<readonly SourceFinding[]> {
  return looksShallow(check.text) ? checkHere(check) : checkApart(check, signal);
}

/** Checks in this process. Only the stack of JavaScript is safe here. */
export function checkHere({ path, text, rules }: SourceCheck): readonly SourceFinding[] {
  try {
    return checkImports(path, text, rules);
  } catch (error) {
    // The tree is there, but walking through it went too deep.
    if (error instanceof RangeError) return [TOO_MUCH];
    throw error;
  }
}

/** Checks in a process that may be lost. */
async function checkApart(
  check: SourceCheck,
  signal: AbortSignal | undefined,
): Promise<readonly SourceFinding[]> {
  const result = await execa(...command(), {
    input: JSON.stringify(check),
    extendEnv: false,
    // Node does not start on Windows without it.
    env: process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] },
    timeout: SECONDS_MAX * 1000,
    killSignal: "SIGKILL",
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (result.exitCode === 0) return JSON.parse(result.stdout) as readonly SourceFinding[];
  // 1 is how Node ends after an exception: ours, as the text's own are caught.
  const isOurs = result.exitCode === 1 || (result.exitCode === undefined && !isKilled(result));
  if (!isOurs) return [TOO_MUCH];
  const words = result.stderr.trim().slice(-500);
  throw new Error(`the check of ${check.path} failed: ${words}`, { cause: result });
}

function isKilled(result: { signal?: string | undefined; timedOut: boolean }): boolean {
  return result.signal !== undefined || result.timedOut;
}

/** No core dumps: they are large, and a submission could have as many written as it has files. */
function command(): [string, string[]] {
  const args = [
    "--conditions=source",
    "--disable-warning=ExperimentalWarning",
    `--max-old-space-size=${HEAP_MIB}`,
    `--import=${register}`,
    entry,
  ];
  if (process.platform === "win32") return [process.execPath, args];
  return ["/bin/sh", ["-c", 'ulimit -c 0; exec "$@"', "sh", process.execPath, ...args]];
}

const TOO_MUCH: SourceFinding = {
  kind: "syntax",
  line: 1,
  message: "syntax error: nested too deeply or too long to be parsed; split it into smaller parts",
};
