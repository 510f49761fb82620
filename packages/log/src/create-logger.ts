/**
 * Makes loggers over pino, which does levels, children and fast, safe JSON. What is added here: one
 * fixed shape of lines, times from a source that a simulator may replace, and a format for people.
 *
 * Lines never go to standard output, which belongs to the results of a program.
 */

import { destination, type Logger as PinoRoot, pino } from "pino";
import { humanSink } from "./human-sink.ts";
import type { LogSink } from "./log-sink.ts";
import type { LogFields, Logger, LogLevel } from "./logger.ts";
import { plainFields } from "./plain-fields.ts";

/** How a logger is made. */
export interface LoggerOptions {
  /** The least important level that is written. */
  readonly level: LogLevel;
  /** Where lines go. Default: standard error, written at once, so that a crash loses none. */
  readonly sink?: LogSink;
  /** The time in milliseconds since 1970-01-01 UTC. Default: the wall clock. */
  readonly now?: () => number;
  /** `json`: one object per line, for machines. `human`: for people. Default `json`. */
  readonly format?: "json" | "human";
}

const STDERR = 2;

/** Returns a logger; its JSON lines have `level`, `time` (ISO 8601), the fields, and `msg`. */
export function createLogger(options: LoggerOptions): Logger {
  const { level, now, format = "json" } = options;
  const sink: LogSink = options.sink ?? destination({ dest: STDERR, sync: true });
  const wallClock = pino.stdTimeFunctions.isoTime;
  const root = pino(
    {
      level,
      // Neither process id nor host name: they differ from run to run.
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: now === undefined ? wallClock : () => `,"time":"${new Date(now()).toISOString()}"`,
    },
    format === "human" ? humanSink(sink) : sink,
  );
  return new PinoLogger(root, {});
}

/** A {@link Logger} that writes through pino. */
class PinoLogger implements Logger {
  readonly #root: PinoRoot;
  readonly #fields: LogFields;

  constructor(root: PinoRoot, fields: LogFields) {
    this.#root = root;
    this.#fields = fields;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write("error", message, fields);
  }

  child(fields: LogFields): Logger {
    // Not pino's own children: with those a field of the line would stand twice, not win.
    return new PinoLogger(this.#root, { ...this.#fields, ...plainFields(fields) });
  }

  #write(level: Exclude<LogLevel, "silent">, message: string, fields: LogFields = {}): void {
    if (!this.#root.isLevelEnabled(level)) return;
    this.#root[level]({ ...this.#fields, ...plainFields(fields) }, message);
  }
}
