/**
 * Makes this process safe to run lab code in: freezes the built-ins of the language, and the few
 * objects of Node that lab code gets to see. Everything trusted must have been imported before.
 */

import "./detached-polyfill.ts";
import "ses";
import * as errors from "@tinykv/runtime";
import { formatLabStack } from "./lab-stack.ts";

/** Deep enough to reach the student's line below the frames of the engine and the test. */
const STACK_FRAMES = 40;

let isLocked = false;

/** Locks the process down. A second call does nothing. */
export function lockDown(): void {
  if (isLocked) return;
  isLocked = true;
  // Small Buffers share one pool of memory, and `buffer.buffer` is the whole of it: lab code could
  // read and write what a test has just put there. Without a pool each Buffer has its own memory.
  Buffer.poolSize = 0;
  const NodeError = Error;
  NodeError.stackTraceLimit = STACK_FRAMES;
  lockdown({
    // Stack traces stay on errors: they show students their own lines (see `lab-stack.ts`).
    errorTaming: "unsafe",
    stackFiltering: "verbose",
    consoleTaming: "unsafe",
    // Trusted packages written without lockdown in mind assign `toString` and the like on
    // instances.
    overrideTaming: "severe",
    errorTrapping: "none",
    unhandledRejectionTrapping: "none",
  });
  freezeNodeError(NodeError);
  harden(Buffer);
  harden(TextEncoder);
  harden(TextDecoder);
  for (const value of Object.values(errors)) harden(value);
}

/**
 * Classes made before lockdown extend Node's own Error, and lab code reaches it as the prototype of
 * such a class. Frozen, its `prepareStackTrace` cannot be replaced by one that is handed call
 * sites.
 *
 * Trusted code assigns to properties of `Error` now and then (jest does); it gets a constructor
 * that lets it, to no effect.
 */
function freezeNodeError(NodeError: ErrorConstructor): void {
  // Node asks its own `Error` how to format a trace, for every error of this process.
  Object.defineProperty(NodeError, "prepareStackTrace", { value: formatLabStack });
  harden(NodeError);
  const Original = Error;
  const Lenient = function (this: unknown, ...values: unknown[]): Error {
    const constructed = new.target as unknown as ErrorConstructor | undefined;
    return Reflect.construct(Original, values, constructed ?? Lenient) as Error;
  };
  Object.defineProperties(Lenient, {
    name: { value: "Error" },
    prototype: { value: Original.prototype },
    captureStackTrace: { value: Reflect.get(NodeError, "captureStackTrace") },
    stackTraceLimit: { get: () => STACK_FRAMES, set: () => undefined },
    prepareStackTrace: { get: () => undefined, set: () => undefined },
  });
  globalThis.Error = harden(Lenient) as unknown as ErrorConstructor;
}
