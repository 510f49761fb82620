/**
 * How much processor time a process has used: the one figure that does not suffer from whatever
 * else the machine is doing.
 */

import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, on every machine that matters. */
const TICKS_PER_SECOND = 100;

/** Where `utime` and `stime` stand behind the name of the process, which may hold anything. */
const UTIME = 11;
const STIME = 12;

/** Seconds used by all threads of a process, in user code and in the kernel; Linux only. */
export function cpuSeconds(pid: number): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SECOND;
}

/** Microseconds used by all threads of this process, in user code and in the kernel. */
export function ownCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
