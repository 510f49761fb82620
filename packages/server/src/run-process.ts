/**
 * A server as a whole process: its log, its signals, its one line on standard output, its exit
 * code.
 *
 * Standard output gets that line when calls are answered; everything else goes to standard error.
 * Once the server is up, no error of a call ends it: whatever a call or stray lab code throws is
 * logged, and the server goes on. That is safe for the data, because every write is on disk before
 * it is answered. One thing ends it: a broken invariant that no call caught. Nobody knows then what
 * else is not as it should be.
 */

import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { createLogger, type Logger } from "@tinykv/log";
import { InvariantError, TinyKvError } from "@tinykv/runtime";
import { formatHostPort } from "@tinykv/runtime/net";
import { wallClock } from "@tinykv/runtime/real";
import type { ServerConfig } from "./server-config.ts";
import type { RunningServer } from "./start-server.ts";
import { onStopSignals } from "./stop-signals.ts";
import { logThrown, stackOf, textOf } from "./to-status.ts";

const EXIT_FAILED = 1;
/** What shells report for a process that Ctrl-C has ended. */
const EXIT_FORCED = 130;

/** Runs a server until it is told to stop, and then ends the process. Resolves once it is up. */
export async function runProcess(config: ServerConfig): Promise<void> {
  // grpc-js would print its own view of a port in use next to our sentence.
  setLogVerbosity(logVerbosity.NONE);
  const format = process.stderr.isTTY ? "human" : "json";
  const log = createLogger({ level: config.loglevel, format });
  /** Filled in once it is up. */
  const running: { server?: RunningServer } = {};
  stopOnSignals(log, () => running.server);
  const server = await start(config, log);
  running.server = server;
  outliveErrors(log);
  process.stdout.write(`${readyLine(server, config)}\n`);
  log.info("serving", { path: config.path, notWritten: server.notWritten });
}

/** Prints one sentence and leaves. */
function leave(sentence: string): never {
  process.stderr.write(`tinykv-server: ${sentence}\n`);
  process.exit(EXIT_FAILED);
}

/** Loads the lab's code, which may not even be a program yet, and starts the server. */
async function start(config: ServerConfig, log: Logger): Promise<RunningServer> {
  // Not a static import: a file that does not parse should end in a sentence, not in a stack of
  // ours.
  const module = await import("./start-server.ts").catch((error: unknown) => {
    return leave(`the code in labs/ does not load: ${textOf(error)}`);
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
    if (error instanceof TinyKvError) leave(startSentence(error, config));
    leave(`the storage did not start: ${stackOf(error) ?? textOf(error)}`);
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

function stopOnSignals(log: Logger, running: () => RunningServer | undefined): void {
  onStopSignals(process, wallClock(), {
    onStop: (signal) => {
      log.info("asked to stop", { signal });
      const server = running();
      // A server that is not up yet has promised nothing to anybody.
      if (server === undefined) process.exit(0);
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => leave(`the storage did not stop cleanly: ${textOf(error)}`),
      );
    },
    onForce: (signal) => {
      log.warn("asked again: leaving at once", { signal });
      process.exit(EXIT_FORCED);
    },
  });
}

/**
 * From here on, an error that nobody caught is written down; only a broken invariant is the end.
 */
function outliveErrors(log: Logger): void {
  const caught = (error: unknown): void => {
    logThrown(log, "an error that no call caught", error);
    if (isBrokenInvariant(error))
      leave(`it stops, because an invariant is broken: ${textOf(error)}`);
  };
  process.on("uncaughtException", caught);
  process.on("unhandledRejection", caught);
}

function isBrokenInvariant(error: unknown): error is InvariantError {
  try {
    return error instanceof InvariantError;
  } catch {
    // Even `instanceof` can throw, on a proxy.
    return false;
  }
}
