/**
 * The composition root: plugs the real disk, clock and network into the lab's code, in the order in
 * which a server can be honest about its state.
 *
 * Starting: listen (NOT_SERVING), then metrics, then the storage, then SERVING. So a port in use is
 * found before the data is touched, and whoever asks too early gets an answer. Stopping is the
 * reverse: NOT_SERVING, running calls finish, the storage closes, the metrics go last.
 */

import type { EngineOpener, EngineUsage } from "@tinykv/engine";
import { diskEngines } from "@tinykv/engine/disk";
import type { Logger } from "@tinykv/log";
import type { Clock } from "@tinykv/runtime";
import { formatHostPort, type HostPort } from "@tinykv/runtime/net";
import { wallClock } from "@tinykv/runtime/real";
import { bindError, GrpcDoor } from "./grpc-door.ts";
import { Health } from "./health.ts";
import { type Lab, LabRunner } from "./lab-runner.ts";
import { Metrics } from "./metrics.ts";
import { type MetricsServer, serveMetrics } from "./metrics-server.ts";
import { tinykvService } from "./tinykv-service.ts";
import { logThrown } from "./to-status.ts";

/** What a server is made of. */
export interface ServerOptions {
  /** Where to serve gRPC; port 0 picks a free one. */
  readonly addr: HostPort;
  /** The folder of the data. */
  readonly path: string;
  /** Where to serve metrics over HTTP. */
  readonly metricsAddr: HostPort | "off";
  /** How long a stop waits for running calls, in milliseconds. */
  readonly drainMs: number;
  readonly log: Logger;
  /** Default: on disk. */
  readonly engines?: EngineOpener;
  /** Default: lab standalone, as the module system finds it. */
  readonly lab?: Lab;
}

/** A server that is up. */
export interface RunningServer {
  /** Where gRPC is served, with the real port. */
  readonly addr: HostPort;
  /** Where metrics are served, with the real port. */
  readonly metricsAddr: HostPort | undefined;
  /** The sentence of the gap that keeps the storage from starting; calls are refused with it. */
  readonly notWritten: string | undefined;
  /** What is open in the engine now. */
  usage(): EngineUsage;
  /** Stops cleanly. A second call waits for the same stop. */
  stop(): Promise<void>;
}

/**
 * Starts a server. Resolves when calls are answered.
 *
 * @throws {TinyKvError} `server/bind`; whatever opening the storage throws (`engine/locked`, …).
 *   Nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { log } = options;
  const clock = wallClock();
  const runner = new LabRunner({
    engines: options.engines ?? diskEngines(),
    path: options.path,
    lab: options.lab,
  });
  const metrics = new Metrics(runner.usage, clock);
  const health = new Health();
  const service = tinykvService({ api: runner.api, metrics, log });

  const undo: (() => Promise<unknown>)[] = [];
  try {
    const door = await GrpcDoor.open(options.addr, service, health);
    undo.push(() => door.close(0, clock));
    log.info("listening", { addr: formatHostPort(door.addr) });
    const metricsServer = await openMetrics(metrics, options.metricsAddr);
    undo.push(async () => metricsServer?.close());
    undo.push(() => runner.stop());
    const gap = await runner.start();
    if (gap === undefined) health.setServing(true);

    let stopping: Promise<void> | undefined;
    const parts = { door, health, runner, metricsServer, options, clock };
    return {
      addr: door.addr,
      metricsAddr: metricsServer?.addr,
      notWritten: gap?.message,
      usage: runner.usage,
      stop: () => (stopping ??= stop(parts)),
    };
  } catch (error) {
    for (const step of undo.reverse()) {
      // What stopped the start is what the caller has to know; the rest must be undone all the
      // same.
      await step().catch((alsoWrong: unknown) => {
        logThrown(log, "a start that failed could not be undone cleanly", alsoWrong);
      });
    }
    throw error;
  }
}

async function openMetrics(
  metrics: Metrics,
  addr: HostPort | "off",
): Promise<MetricsServer | undefined> {
  if (addr === "off") return undefined;
  try {
    return await serveMetrics(metrics, addr);
  } catch (error) {
    throw bindError("metrics", addr, error as Error);
  }
}

interface Parts {
  readonly door: GrpcDoor;
  readonly health: Health;
  readonly runner: LabRunner;
  readonly metricsServer: MetricsServer | undefined;
  readonly options: ServerOptions;
  readonly clock: Clock;
}

async function stop(parts: Parts): Promise<void> {
  const { log, drainMs } = parts.options;
  log.info("stopping: no new calls, running ones may finish", { drainMs });
  parts.health.end();
  const allAnswered = await parts.door.close(drainMs, parts.clock);
  if (!allAnswered) log.warn("some calls took too long and were cut off", { drainMs });
  try {
    await parts.runner.stop();
  } finally {
    await parts.metricsServer?.close();
  }
  log.info("stopped");
}
