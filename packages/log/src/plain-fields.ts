/**
 * Makes fields out of whatever a caller wants to log: values that JSON can hold, under names that
 * do not hide the level, the time or the message of a line.
 */

import type { LogFields } from "./logger.ts";

/** Names that a line uses itself. A field that is called so gets a `_` behind its name. */
const RESERVED: ReadonlySet<string> = new Set(["level", "time", "msg"]);

/** Errors of a chain of causes that are written out. */
const MAX_CAUSES = 5;

function plainError(error: Error, depth = 0): LogFields {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: error.message,
    stack: error.stack,
    ...(cause instanceof Error && depth < MAX_CAUSES
      ? { cause: plainError(cause, depth + 1) }
      : {}),
  };
}

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Buffer.isBuffer(value)) return value.toString("hex");
  if (value instanceof Error) return plainError(value);
  return value;
}

/** Returns `fields` ready to be written as JSON. Only their own level is looked at. */
export function plainFields(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      RESERVED.has(name) ? `${name}_` : name,
      plainValue(value),
    ]),
  );
}
