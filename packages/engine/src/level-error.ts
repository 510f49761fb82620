/**
 * Turns what the `level` family throws into operating errors with stable codes.
 *
 * Its errors are told apart by the `code` somewhere in their chain of causes: classes are of no
 * use, because an error may come from another realm or from native code.
 */

import { TinyKvError } from "@tinykv/runtime";

/** Causes that are looked at, one below the other, before giving up. */
const MAX_DEPTH = 8;

const closedCodes: ReadonlySet<string> = new Set([
  "LEVEL_DATABASE_NOT_OPEN",
  "LEVEL_SNAPSHOT_NOT_OPEN",
  "LEVEL_ITERATOR_NOT_OPEN",
]);

interface Link {
  readonly code: string | undefined;
  readonly message: string;
}

/** The errors of a chain of causes, outermost first. */
function chainOf(error: unknown): Link[] {
  const links: Link[] = [];
  let current = error;
  while (typeof current === "object" && current !== null && links.length < MAX_DEPTH) {
    const { code, message, cause } = current as {
      code?: unknown;
      message?: unknown;
      cause?: unknown;
    };
    links.push({
      code: typeof code === "string" ? code : undefined,
      message: typeof message === "string" ? message : "",
    });
    current = cause;
  }
  return links;
}

/** The deepest message that says something: outer ones only say that the operation failed. */
function textOf(links: readonly Link[], error: unknown): string {
  return links.findLast((link) => link.message !== "")?.message ?? String(error);
}

/** What was going on when something failed. */
export interface FailureContext {
  /** The folder of the engine, if it has one. */
  readonly path?: string;
  /** True if the operation surely had no effect. Default true; false for writes. */
  readonly definite?: boolean;
}

/**
 * Returns the operating error for `error`: `engine/locked`, `engine/corrupt`, `engine/closed`, or
 * `engine/io` for everything else. An error that is one already stays itself.
 */
export function asEngineError(error: unknown, context: FailureContext = {}): TinyKvError {
  if (error instanceof TinyKvError) return error;
  const { path, definite = true } = context;
  const links = chainOf(error);
  const has = (code: string): boolean => links.some((link) => link.code === code);
  const where = path === undefined ? "" : `${path}: `;
  const options = { cause: error, definite };
  if (has("LEVEL_LOCKED")) {
    const text = `${where}open already, in this process or in another one`;
    return new TinyKvError("engine/locked", text, options);
  }
  if (has("LEVEL_CORRUPTION")) {
    return new TinyKvError("engine/corrupt", where + textOf(links, error), options);
  }
  if (has("EEXIST") || has("ENOTDIR")) {
    const text = `${where}a file is in the way, where the folder of an engine is expected`;
    return new TinyKvError("engine/io", text, options);
  }
  // Last, because a failed open reports "not open" on the outside and the reason below it.
  if (closedCodes.has(links.at(-1)?.code ?? "")) return engineClosed(error);
  return new TinyKvError("engine/io", where + textOf(links, error), options);
}

/**
 * The error of everything that is used after its close, or after the close of its engine.
 *
 * @param definite false if a part of the operation was done before the close
 */
export function engineClosed(cause?: unknown, definite = true): TinyKvError {
  const text = "this engine, read view or iterator is closed";
  return new TinyKvError("engine/closed", text, {
    ...(cause === undefined ? {} : { cause }),
    definite,
  });
}
