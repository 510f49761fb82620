/**
 * Runs the console blocks of one page, in order, in one folder; servers live until the page ends.
 */

import { execa } from "execa";
import type { ConsoleBlock, ConsoleCommand } from "./console-block.ts";
import { containsOutput, matchesOutput, normalizeOutput } from "./match-output.ts";

/** A server that takes longer to stop, in ms, does not stop. */
const stopMs = 20_000;

/** Sends a signal to a command and all that it started; it may be gone already. */
function signalGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * Waits for a command's end; after `limitMs` it is killed, with all that it started: whoever still
 * holds its output would keep it from ending.
 *
 * @returns whether it ended in time
 */
async function endsWithin(child: Child, limitMs: number): Promise<boolean> {
  let isInTime = true;
  const timer = setTimeout(() => {
    isInTime = false;
    signalGroup(child, "SIGKILL");
  }, limitMs);
  await child;
  clearTimeout(timer);
  return isInTime;
}

/** What became of one documented command. */
export interface CommandResult {
  readonly command: ConsoleCommand;
  /** Empty if all is as the page says. */
  readonly problem: string;
}

/** A command that takes longer than this hangs. */
const timeoutMs = 180_000;

/** Starts a documented command as a shell would; the signal ends it early. */
const startShell = (command: string, folder: string, signal: AbortSignal) =>
  execa(command, {
    cwd: folder,
    shell: true,
    all: true,
    stdin: "ignore",
    reject: false,
    cancelSignal: signal,
    // A group of its own, so that a signal reaches it whole, as from a terminal.
    detached: true,
    env: { NO_COLOR: "1", FORCE_COLOR: "0" },
    forceKillAfterDelay: 10_000,
  });

type Child = ReturnType<typeof startShell>;

export class PageSession {
  readonly #folder: string;
  readonly #scripts: ReadonlySet<string>;
  readonly #signal: AbortSignal;
  readonly #servers: Child[] = [];

  constructor(options: { folder: string; scripts: ReadonlySet<string>; signal: AbortSignal }) {
    this.#folder = options.folder;
    this.#scripts = options.scripts;
    this.#signal = options.signal;
  }

  /** Runs a block's commands until one is not as shown. */
  async run(block: ConsoleBlock): Promise<CommandResult[]> {
    const results: CommandResult[] = [];
    for (const command of block.commands) {
      const problem = await this.#check(block, command);
      results.push({ command, problem });
      if (problem !== "") break;
    }
    return results;
  }

  /** Stops the page's servers as a person would, with Ctrl-C, and waits until they are gone. */
  async close(): Promise<void> {
    for (const server of this.#servers) signalGroup(server, "SIGINT");
    await Promise.all(this.#servers.map((server) => endsWithin(server, stopMs)));
  }

  async #check(block: ConsoleBlock, command: ConsoleCommand): Promise<string> {
    switch (block.kind) {
      case "checked":
        return this.#isKnown(command.text) ? "" : "is no script of package.json";
      case "server":
        return this.#serve(command);
      case "run": {
        const child = this.#start(command.text);
        if (!(await endsWithin(child, timeoutMs)))
          return `did not end within ${timeoutMs / 1000} s`;
        const result = await child;
        if (result.exitCode !== block.exitCode) {
          const end = result.exitCode ?? result.signal;
          return `exited with ${end}, not ${block.exitCode}\n${result.all}`;
        }
        if (matchesOutput(result.all, command.expected)) return "";
        return `printed\n${normalizeOutput(result.all)}instead of\n${command.expected.join("\n")}`;
      }
    }
  }

  #start(command: string): Child {
    return startShell(command, this.#folder, this.#signal);
  }

  /** Starts a server and waits until it has printed what the page shows, or has ended. */
  async #serve(command: ConsoleCommand): Promise<string> {
    // `exec`: the signal that stops the server must reach it, and not a shell in between.
    const server = this.#start(`exec ${command.text}`);
    this.#servers.push(server);
    let printed = "";
    return new Promise((resolve) => {
      server.all.on("data", (chunk: Buffer) => {
        printed += chunk.toString("utf8");
        if (containsOutput(printed, command.expected)) resolve("");
      });
      void server.then(() =>
        resolve(
          `ended before it printed what is shown, having printed\n${normalizeOutput(printed)}`,
        ),
      );
    });
  }

  #isKnown(command: string): boolean {
    if (/^(git clone|cd|npm install)\b/.test(command)) return true;
    const script = /^npm (?:run (?:-s |--silent )?)?([\w-]+)/.exec(command)?.[1];
    return script !== undefined && this.#scripts.has(script);
  }
}
