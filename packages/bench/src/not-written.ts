/** What is said when a benchmark meets lab code that is not written. */

import type { NotImplementedError } from "@tinykv/runtime";

/** A sentence for whoever started it. */
export function notWritten({ label, what }: NotImplementedError): string {
  return `bench: the lab code in labs/raft has no ${what} yet, which label ${label} asks for.\n`;
}
