/**
 * Watches the memory of a process from outside. Node's own heap limit does not count Buffers, so a
 * process can take far more than it says.
 */

import pidusage from "pidusage";

/** Looking costs a file read on Linux, and a process elsewhere. */
const INTERVAL_MS = process.platform === "linux" ? 100 : 500;
const MIB = 1024 * 1024;

/**
 * Calls `onExceeded` once, when the resident memory of `pid` is above `limitMiB`.
 *
 * @returns a function that ends the watch
 */
export function watchMemory(pid: number, limitMiB: number, onExceeded: () => void): () => void {
  let isOver = false;
  const look = async (): Promise<void> => {
    try {
      const { memory } = await pidusage(pid);
      if (isOver || memory <= limitMiB * MIB) return;
      isOver = true;
      onExceeded();
    } catch {
      // The process has just ended.
    }
  };
  const timer = setInterval(() => void look(), INTERVAL_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
