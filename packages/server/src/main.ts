/**
 * `tinykv-server`: from a command line to a running process and its exit code.
 *
 * Exit codes: 0 stopped as asked, 1 could not run, 2 the call was wrong. Standard output gets one
 * line, when calls are answered; everything else goes to standard error. Once the server is up, no
 * error ends it: whatever a call or stray lab code throws is logged, and the server goes on.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { createLogger, type Logger } from "@tinykv/log";
import { TinyKvError } from "@tinykv/runtime";
import { wallClock } from "@tinykv/runtime/real";
import { type CommandLine, readCommandLine, UsageError } from "./read-config.ts";
import { formatHostPort, type ServerConfig } from "./server-config.ts";
import type { RunningServer } from "./start-server.ts";
import { onStopSignals } from "./stop-signals.ts";
import { logThrown, stackOf, textOf } from "./to-status.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** As shells count: 128 and the number of the signal. */
const EXIT_FORCED = 130;

/** Prints one sentence and leaves. */
function leave(code: number, sentence: string): never {
  process.stderr.write(`tinykv-server: ${sentence}\n`);
  process.exit(code);
}

function commandLine(): CommandLine {
  try {
    // npm starts us in the root of the course; paths are meant from where the user is.
    const folder = process.env["TINYKV_INVOKED_FROM"] ?? process.cwd();
    return readCommandLine(process.argv.slice(2), folder);
  } catch (error) {
    if (error instanceof UsageError) leave(EXIT_USAGE, error.message);
    throw error;
  }
}

/** Whether the modules come from where `--solution` wants them; it is decided before they load. */
function checkSolution(): void {
  const folder = fileURLToPath(new URL("../../../solution", import.meta.url));
  if (!existsSync(folder)) {
    leave(EXIT_USAGE, "--solution: this copy of the course has no reference solution.");
  }
  if (process.env["TINYKV_LABS"] !== "solution") {
    leave(EXIT_USAGE, "--solution works through `npm run server -- --solution`.");
  }
}

/** Loads the lab's code, which may not even be a program yet, and starts the server. */
async function start(config: ServerConfig, log: Logger): Promise<RunningServer> {
  // Not a static import: a file that does not parse should end in a sentence, not in a stack of ours.
  const module = await import("./start-server.ts").catch((error: unknown) => {
    return leave(EXIT_FAILED, `the code in labs/ does not load: ${textOf(error)}`);
  });
  try {
    return await module.startServer({
      addr: config.addr,
      path: config.path,
      metricsAddr: config["metrics-addr"],
      drainMs: config["drain-ms"],
      log,
    });
  } catch (error) {
    if (error instanceof TinyKvError) leave(EXIT_FAILED, startSentence(error, config));
    leave(EXIT_FAILED, `the storage did not start: ${stackOf(error) ?? textOf(error)}`);
  }
}

function startSentence(error: TinyKvError, config: ServerConfig): string {
  if (error.code !== "engine/locked") return `${error.message}.`;
  return (
    `${error.code}: another process uses the folder ${config.path}; stop that one, or choose ` +
    "another folder with --path."
  );
}

/** The one line on standard output. */
function readyLine(server: RunningServer, { path }: ServerConfig): string {
  const code = process.env["TINYKV_LABS"] === "solution" ? "the reference solution" : "labs/";
  const { metricsAddr } = server;
  const metrics =
    metricsAddr === undefined ? "off" : `http://${formatHostPort(metricsAddr)}/metrics`;
  const addr = formatHostPort(server.addr);
  const facts = `(code: ${code}; data: ${path}; metrics: ${metrics})`;
  if (server.notWritten === undefined) return `tinykv-server ready on ${addr} ${facts}`;
  return `tinykv-server listening on ${addr} ${facts}, but raw calls fail: ${server.notWritten}`;
}

/** From here on, an error that nobody caught is written down, and is not the end. */
function surviveErrors(log: Logger): void {
  const survive = (error: unknown): void => {
    logThrown(log, "an error that no call caught", error);
  };
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
}

const asked = commandLine();
if (asked.kind === "help") {
  process.stdout.write(asked.text);
  process.exit(0);
}
if (asked.solution) checkSolution();
// grpc-js would print its own view of a port in use next to our sentence.
setLogVerbosity(logVerbosity.NONE);

const log = createLogger({
  level: asked.config.loglevel,
  format: process.stderr.isTTY ? "human" : "json",
});
/** Filled in once it is up. */
const running: { server?: RunningServer } = {};
onStopSignals(process, wallClock(), {
  onStop: (signal) => {
    log.info("asked to stop", { signal });
    // A server that is not up yet has promised nothing to anybody.
    if (running.server === undefined) process.exit(0);
    running.server.stop().then(
      () => process.exit(0),
      (error: unknown) => leave(EXIT_FAILED, `the storage did not stop cleanly: ${textOf(error)}`),
    );
  },
  onForce: (signal) => {
    log.warn("asked again: leaving at once", { signal });
    process.exit(EXIT_FORCED);
  },
});
const server = await start(asked.config, log);
running.server = server;
surviveErrors(log);
process.stdout.write(`${readyLine(server, asked.config)}\n`);
log.info("serving", { addr: formatHostPort(server.addr), path: asked.config.path });
