/**
 * Remembers rejected promises that nobody waited for. In a server such a promise ends the process,
 * so a test during which one appeared has failed, and says so.
 */

const strays: unknown[] = [];
const STRAYS_MAX = 16;

/** Starts to watch this process. */
export function watchRejections(): void {
  process.on("unhandledRejection", (reason) => {
    if (strays.length < STRAYS_MAX) strays.push(reason);
  });
}

/** Returns what was rejected since the last call, and forgets it. */
export function takeStrayRejections(): readonly unknown[] {
  return strays.splice(0, strays.length);
}
