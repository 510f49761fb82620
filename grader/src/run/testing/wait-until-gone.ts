/** Waits for the end of a process that this one did not start. */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Resolves once nothing runs as `pid` any more. */
export async function waitUntilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(5);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

/** Whether only the remains are left, which some other process has to collect. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
