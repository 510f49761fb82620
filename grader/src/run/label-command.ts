/**
 * The commands that start processes for labels: plain Node with the workspace's TypeScript hooks,
 * running jest in that one process over the lab's tests, or the kit's own entry for warm processes.
 *
 * The environment is made from nothing: what a label finds there does not depend on who grades.
 */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LabRun, RUN_VARIABLE } from "@tinykv/lab-kit/events";
import type { ProcessFolders } from "./stage-files.ts";

/** What to start. */
export interface LabelCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** What decides the command, besides the order itself. */
export interface CommandOptions {
  readonly memoryMiB: number;
  readonly labelSeconds: number;
  /** A debugger will be attached: no limits, and Node's own options are passed on. */
  readonly debug: boolean;
}

const require = createRequire(import.meta.url);
const register = fileURLToPath(
  new URL("../../../packages/toolchain/src/register.mjs", import.meta.url),
);
const kit = new URL("../../../packages/lab-kit/src/", import.meta.url);
const setup = fileURLToPath(new URL("setup.ts", kit));
const warm = fileURLToPath(new URL("warm.ts", kit));

/**
 * The share of the memory limit that JavaScript objects may take; the rest is for Buffers and Node.
 */
const HEAP_SHARE = 0.75;

/**
 * Variables that are passed on if they are set: programs do not start or do not print without them.
 */
const passedOn = ["PATH", "SystemRoot", "LANG"];
/** Those by which an editor finds the processes that its own process starts. */
const passedOnToDebug = ["NODE_OPTIONS", "VSCODE_INSPECTOR_OPTIONS"];

/** The command of a process for one order. */
export function labelCommand(
  order: LabRun,
  folders: ProcessFolders,
  options: CommandOptions,
): LabelCommand {
  const jest = [require.resolve("jest/bin/jest"), ...jestOptions(order, folders)];
  const { env, ...command } = nodeCommand(jest, folders, options);
  const orderVariable = { [RUN_VARIABLE]: JSON.stringify(order) };
  return { ...command, env: { ...env, ...orderVariable }, cwd: order.labFolder };
}

/** The command of a process that is sent its orders, and runs them without jest. */
export function warmCommand(
  labFolder: string,
  folders: ProcessFolders,
  options: CommandOptions,
): LabelCommand {
  return { ...nodeCommand([warm], folders, options), cwd: labFolder };
}

/** Node with our hooks, in an environment made from nothing. */
function nodeCommand(
  entry: readonly string[],
  folders: ProcessFolders,
  options: CommandOptions,
): Omit<LabelCommand, "cwd"> {
  const names = options.debug ? [...passedOn, ...passedOnToDebug] : passedOn;
  const env: Record<string, string> = {
    TMPDIR: folders.tempFolder,
    TEMP: folders.tempFolder,
    TMP: folders.tempFolder,
    TZ: "UTC",
    NO_COLOR: "1",
  };
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const args = [...nodeOptions(options), ...entry];
  return { ...limited(process.execPath, args, options), env };
}

function nodeOptions({ memoryMiB, debug }: CommandOptions): string[] {
  return [
    "--conditions=source",
    "--disable-warning=ExperimentalWarning",
    `--import=${register}`,
    // What was in memory before is no source of randomness, and nothing to look through.
    "--zero-fill-buffers",
    ...(debug ? debugOptions() : [`--max-old-space-size=${Math.floor(memoryMiB * HEAP_SHARE)}`]),
  ];
}

/** Waits for a debugger, unless an editor has arranged for that already. */
function debugOptions(): string[] {
  const isArranged = passedOnToDebug.some((name) => /inspect/i.test(process.env[name] ?? ""));
  return isArranged ? [] : ["--inspect-brk"];
}

function jestOptions(order: LabRun, folders: ProcessFolders): string[] {
  const config = {
    rootDir: order.labFolder,
    roots: ["<rootDir>/test"],
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    runner: require.resolve("jest-light-runner"),
    transform: {},
    extensionsToTreatAsEsm: [".ts"],
    setupFiles: [setup],
    cacheDirectory: folders.cacheFolder,
    watchman: false,
    // Results are the events of the kit; what jest prints is only read when something is broken.
    reporters: [join(dirname(fileURLToPath(import.meta.url)), "load-error-reporter.mjs")],
  };
  return [`--config=${JSON.stringify(config)}`, "--runInBand"];
}

/**
 * A second wall around the time limit: the system itself ends the process after so many seconds of
 * computing, should the grader die and leave it behind. No core dumps: they are large.
 */
function limited(
  file: string,
  args: readonly string[],
  { labelSeconds, debug }: CommandOptions,
): { file: string; args: readonly string[] } {
  if (debug || process.platform === "win32") return { file, args };
  const cpuSeconds = 10 + 2 * Math.ceil(labelSeconds);
  const script = `ulimit -c 0; ulimit -t ${cpuSeconds}; exec "$@"`;
  return { file: "/bin/sh", args: ["-c", script, "sh", file, ...args] };
}
