/**
 * tinykv-server as a process of its own, for tests and benchmarks: started as a person starts it,
 * known to be up by the line it prints, and never left behind.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server process that has printed its address. */
export interface ServerProcess {
  /** `host:port` of gRPC. */
  readonly addr: string;
  readonly pid: number;
  /** Where the metrics are, if they are served. */
  readonly metricsUrl: string | undefined;
  /** The line by which it said that it is up. */
  readonly readyLine: string;
  /** What it has written to standard error so far. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly exited: Promise<Exit>;
}

/**
 * Whose lab code a process runs: `own` is the working tree's, `solution` the reference solution's,
 * and anything else a folder, relative to the root of the course, whose files stand in for those in
 * `labs/`.
 */
export type Labs = string;

const REGISTER = fileURLToPath(new URL("../../../toolchain/src/register.mjs", import.meta.url));
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** The arguments with which Node runs a TypeScript file of this workspace. */
export function nodeArgs(file: string, args: readonly string[]): string[] {
  const hooks = `--import=${REGISTER}`;
  return ["--conditions=source", "--disable-warning=ExperimentalWarning", hooks, file, ...args];
}

/** The environment in which lab code is taken from `labs`. */
export function labsEnv(labs: Labs): NodeJS.ProcessEnv {
  const { TINYKV_LABS: _, TINYKV_INVOKED_FROM: __, ...env } = process.env;
  return labs === "own" ? env : { ...env, TINYKV_LABS: labs };
}

/** Runs a server that is expected to end by itself, and waits for it. */
export async function runServer(args: readonly string[], labs: Labs = "own"): Promise<Exit> {
  return start(args, labs).exited;
}

/**
 * Starts a server and waits until it says that it is up. Give port 0, and read `addr`.
 *
 * @param nodeFlags for Node itself, such as `--cpu-prof`
 * @throws {Error} with what it printed, if it ends before that
 */
export async function spawnServer(
  args: readonly string[],
  labs: Labs,
  nodeFlags: readonly string[] = [],
): Promise<ServerProcess> {
  const started = start(args, labs, nodeFlags);
  const ended = started.exited.then(({ code, signal, stderr }) => {
    throw new Error(`tinykv-server ended (${code ?? signal}) before it was up: ${stderr}`);
  });
  const readyLine = await Promise.race([started.firstLine, ended]);
  const [, addr] = / (?:ready|listening) on (\S+:\d+)/.exec(readyLine) ?? [];
  if (addr === undefined) throw new Error(`tinykv-server printed "${readyLine}"`);
  return {
    addr,
    pid: started.child.pid ?? 0,
    metricsUrl: /http:\S+\/metrics/.exec(readyLine)?.[0],
    readyLine,
    stderr: started.stderr,
    kill: (signal) => started.child.kill(signal),
    exited: started.exited,
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly firstLine: Promise<string>;
  readonly exited: Promise<Exit>;
  readonly stderr: () => string;
}

function start(args: readonly string[], labs: Labs, nodeFlags: readonly string[] = []): Started {
  const flag = labs === "solution" ? ["--solution"] : [];
  const child = spawn(process.execPath, [...nodeFlags, ...nodeArgs(MAIN, [...args, ...flag])], {
    env: labsEnv(labs),
    stdio: ["ignore", "pipe", "pipe"],
  });
  alive.add(child);
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
  });
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      alive.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { child, firstLine, exited, stderr: () => stderr };
}
