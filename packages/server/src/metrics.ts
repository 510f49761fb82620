/**
 * The numbers a server shows to Prometheus: calls by method and status, their latency, what is open
 * in the engine, and how the process itself is doing (the event loop's delay above all).
 *
 * Every call pays for this, so a method's counters are looked up once, not per call. Serving the
 * text over HTTP is `metrics-server.ts`.
 */

import { status } from "@grpc/grpc-js";
import type { EngineUsage } from "@tinykv/engine";
import type { Clock } from "@tinykv/runtime";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Upper bounds in seconds: from a cached read to a disk that has trouble. */
const LATENCY_BUCKETS = [
  0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5,
];

/** Counts the calls of one method. */
export interface CallMeter {
  /** A call has begun. Returns what `end` wants back. */
  begin(): number;
  /** The call is answered, with this status. */
  end(begun: number, code: status): void;
}

/**
 * What prom-client measures about the process. It cannot be told to stop measuring, so it begins
 * once, with the first server, and all servers of a process show the same.
 */
let processMetrics: Registry | undefined;

function metricsOfProcess(): Registry {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

/** All metrics of one server, in a registry of their own, and those of its process. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #all: Registry;
  readonly #requests: Counter<"method" | "status">;
  readonly #latency: Histogram<"method">;
  readonly #inFlight: Gauge;
  readonly #clock: Clock;

  /** @param usage what is open in the engine at this moment */
  constructor(usage: () => EngineUsage, clock: Clock) {
    this.#clock = clock;
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: "tinykv_requests_total",
      help: "Calls answered, by method and gRPC status.",
      labelNames: ["method", "status"],
      registers,
    });
    this.#latency = new Histogram({
      name: "tinykv_request_duration_seconds",
      help: "From the decoded frame to the encoded answer, without the network.",
      labelNames: ["method"],
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.#inFlight = new Gauge({
      name: "tinykv_requests_in_flight",
      help: "Calls that are running.",
      registers,
    });
    this.#addUsage(usage);
    this.#all = Registry.merge([this.#registry, metricsOfProcess()]);
  }

  /** The meter of one method; ask once and keep it. */
  meter(method: string): CallMeter {
    const latency = this.#latency.labels({ method });
    // A counter that was never touched would be missing from the text until the first call.
    const byStatus = new Map([[status.OK, this.#counter(method, status.OK)]]);
    return {
      begin: () => {
        this.#inFlight.inc();
        return this.#clock.monotonicMs();
      },
      end: (begun, code) => {
        this.#inFlight.dec();
        latency.observe((this.#clock.monotonicMs() - begun) / 1000);
        const known = byStatus.get(code);
        const counter = known ?? this.#counter(method, code);
        if (known === undefined) byStatus.set(code, counter);
        counter.inc();
      },
    };
  }

  /** The text that Prometheus reads, and its content type. */
  async text(): Promise<{ readonly contentType: string; readonly body: string }> {
    return { contentType: this.#all.contentType, body: await this.#all.metrics() };
  }

  #counter(method: string, code: status): Counter.Internal {
    const counter = this.#requests.labels({ method, status: status[code] });
    counter.inc(0);
    return counter;
  }

  #addUsage(usage: () => EngineUsage): void {
    const add = (name: string, help: string, value: () => number): void => {
      // Looked at when the text is asked for: nothing is counted twice.
      const collect = function (this: Gauge): void {
        this.set(value());
      };
      this.#registry.registerMetric(new Gauge({ name, help, registers: [], collect }));
    };
    add("tinykv_open_read_views", "Snapshots held in the engine.", () => usage().openReadViews);
    add("tinykv_open_iterators", "Iterators held in the engine.", () => usage().openIterators);
  }
}
