/**
 * The error lanes of the course, of which three are thrown.
 *
 * 1. Protocol answers (a region error, a key error) are values in a response and are not here.
 * 2. Operating errors extend {@link TinyKvError}: something outside failed, or was misused.
 * 3. Broken invariants are {@link InvariantError}: a bug, which nothing mends. In a server it ends
 *    the call in which it was found (INTERNAL, logged); outside of one, the process (exit 1).
 * 4. Unwritten lab code is {@link NotImplementedError}: shown to a student as "not written yet".
 *
 * Messages start with the code, so that a log line or a gRPC status can be looked up in
 * `docs/errors.md`, which lists every code with its cause and what to do.
 */

import { recordGap } from "./gaps.ts";

/** What a caller may want to know about an operating error besides its text. */
export interface TinyKvErrorOptions {
  /** The error underneath, if there is one. */
  readonly cause?: unknown;
  /** True if the operation surely had no effect; false if it may have had one. Default true. */
  readonly definite?: boolean;
  /** True if every replica that applies the same command gets this error. Default false. */
  readonly deterministic?: boolean;
}

/** An operating error with a stable code, written `area/what` (`engine/closed`). */
export class TinyKvError extends Error {
  override readonly name: string = "TinyKvError";
  readonly code: string;
  readonly definite: boolean;
  readonly deterministic: boolean;

  constructor(code: string, message: string, options: TinyKvErrorOptions = {}) {
    super(`${code}: ${message}`, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.definite = options.definite ?? true;
    this.deterministic = options.deterministic ?? false;
  }
}

/** A broken invariant: the program is wrong, and must stop before it does harm. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
  readonly code: string;
  /** The values that contradict each other, by name. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${String(value)}`);
    super([code, ...values].join(" "));
    this.code = code;
    this.details = details;
  }
}

/**
 * Checks one condition that must hold whatever the outside does.
 *
 * @throws {InvariantError} with `code` and `details` if it does not
 */
export function invariant(
  condition: boolean,
  code: string,
  details?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new InvariantError(code, details);
}

/** A gap that a student has not filled yet. */
export class NotImplementedError extends Error {
  override readonly name = "NotImplementedError";
  readonly code = "lab/not-written";
  /** The label whose tests need this gap, such as `2AA`. */
  readonly label: string;
  /** The function that is missing, such as `Raft.handleRequestVote`. */
  readonly what: string;

  constructor(label: string, what: string) {
    super(`lab/not-written: ${what} is not written yet (label ${label})`);
    this.label = label;
    this.what = what;
  }
}

/**
 * Stands in the place of code that a student still has to write.
 *
 * @throws {NotImplementedError} always, so that nothing passes by accident
 */
export function todo(label: string, what: string): never {
  recordGap({ label, what });
  throw new NotImplementedError(label, what);
}
