/**
 * How long the disk under a folder takes to make a small write durable. Every synced figure can
 * only be read next to this number: 0.05 ms on one machine and 5 ms on another are both usual.
 */

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { median } from "./measure.ts";

/** The median of `samples` appends of 4 KiB, each followed by fdatasync, in milliseconds. */
export function syncTimeMs(folder: string, samples = 200): number {
  const file = join(folder, "sync-time");
  const fd = openSync(file, "w");
  const block = Buffer.alloc(4096, 1);
  try {
    const times = Array.from({ length: samples }, () => {
      writeSync(fd, block);
      const begun = performance.now();
      fdatasyncSync(fd);
      return performance.now() - begun;
    });
    return median(times);
  } finally {
    closeSync(fd);
    rmSync(file);
  }
}
