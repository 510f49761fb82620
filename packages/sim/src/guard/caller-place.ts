/**
 * Where in somebody's code a call came from: the first frame of a stack that is neither Node's nor
 * the code's that asks.
 *
 * Frames are read as text, as V8 writes them, because a test runner may have its own idea of how
 * they are made. Places are `path:line:column`, which terminals and editors turn into a link.
 */

import { fileURLToPath } from "node:url";

/** What stands for a place when the stack names none. */
export const UNKNOWN_PLACE = "a place that the stack does not show";

/** Frames that are looked at: a library between the caller and the machine adds some. */
const FRAMES_MAX = 30;

/** `at name (location?query:line:column)`, the name and the query being optional. */
const FRAME = /^\s*at (?:.*\(|async )?([^\s(].*?)(?:\?[^:]*)?:(\d+):(\d+)\)?$/;

/**
 * The first place in `stack` outside of Node and of the code that asks.
 *
 * @param ownFolders URLs of folders whose frames are passed over
 */
export function placeInStack(stack: string, ownFolders: readonly string[]): string {
  for (const line of stack.split("\n")) {
    const [, location, row, column] = FRAME.exec(line) ?? [];
    if (location === undefined || location.startsWith("node:")) continue;
    if (ownFolders.some((folder) => location.startsWith(folder))) continue;
    const path = location.startsWith("file:") ? fileURLToPath(location) : location;
    return `${path}:${row ?? ""}:${column ?? ""}`;
  }
  return UNKNOWN_PLACE;
}

/** Where the code that runs now was called from. */
export function callerPlace(ownFolders: readonly string[]): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES_MAX;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return placeInStack(stack, ownFolders);
}
