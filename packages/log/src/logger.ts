/**
 * What a logger is, for everyone who only writes to one.
 *
 * A line has a level, a short message that never changes, and fields that do: this keeps lines
 * searchable. Nothing here knows where lines go.
 */

/** How much is logged: everything at this level and to the right of it, in {@link LOG_LEVELS}. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** All levels, from the most talkative to none at all. */
export const LOG_LEVELS: readonly LogLevel[] = Object.freeze([
  "debug",
  "info",
  "warn",
  "error",
  "silent",
] as const);

/**
 * What a line says besides its message, by name.
 *
 * Values are anything that JSON can hold, and four things that it cannot: a Buffer is written in
 * hex, a bigint in digits, an Error as its code, message, stack and causes, `undefined` not at all.
 */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes lines at four levels. Logging never throws on account of what is logged. */
export interface Logger {
  /** What a developer wants to see while looking for a bug. */
  debug(message: string, fields?: LogFields): void;
  /** What an operator wants to know when all is well. */
  info(message: string, fields?: LogFields): void;
  /** Something went wrong, and was dealt with. */
  warn(message: string, fields?: LogFields): void;
  /** Something went wrong, and somebody has to look at it. */
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to every line; a line's own fields win over them. */
  child(fields: LogFields): Logger;
}

/** Drops everything. */
export const silentLogger: Logger = Object.freeze({
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
});
