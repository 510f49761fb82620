/**
 * Processes of this package, started from its TypeScript. Some are spoken to over Node's own
 * channel; others do one thing, print what came of it, and end.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Labs, labsEnv, nodeArgs } from "@tinykv/server/harness";
import { execa } from "execa";
import type { BenchResult } from "./figure.ts";

/** Starts a file of this folder. It ends when the channel closes, and so with this process. */
export function startChild(file: string, args: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, nodeArgs(path, args), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** The next message of a child. Rejects if it ends instead. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`a process of the benchmark ended with ${code}`));
    };
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message as T);
    });
  });
}

/** Closes the channel and waits for the end. */
export function endChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.disconnect();
  });
}

/** A process ended with a code that says that something was wrong; it has said itself what. */
export class ChildFailure extends Error {
  override readonly name = "ChildFailure";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`a process of the benchmark ended with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** How a benchmark runs that has a process of its own for lab code. */
export interface LabBenchOptions {
  /** For each figure. */
  readonly seconds: number;
  readonly labs: Labs;
  /** A folder for a CPU profile of the process. */
  readonly profile?: string | undefined;
}

/**
 * Runs a file of this folder to its end, with lab code from `labs`, and reads the result that it
 * printed. What it writes to standard error is shown.
 *
 * @throws {ChildFailure} if it ends with another code than 0
 */
export async function labBench(file: string, options: LabBenchOptions): Promise<BenchResult> {
  const { seconds, labs, profile } = options;
  const path = fileURLToPath(new URL(file, import.meta.url));
  const nodeFlags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const args = [...nodeFlags, ...nodeArgs(path, [String(seconds)])];
  const { exitCode, stdout } = await execa(process.execPath, args, {
    ...{ env: labsEnv(labs), extendEnv: false },
    ...{ stdin: "ignore", stderr: "inherit", reject: false },
  });
  if (exitCode !== 0) throw new ChildFailure(exitCode ?? 1);
  return JSON.parse(stdout) as BenchResult;
}
