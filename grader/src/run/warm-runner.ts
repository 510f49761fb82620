/**
 * Runs labels in warm processes: each does one run after the other, without starting anew. Only for
 * code of this course (mutants, gaps): what a submission does must not reach the next one.
 *
 * What a run is, what its events mean and which result a test gets is the same as in a process of
 * its own (`run-label.ts`); only where the process comes from is decided here. A process that did
 * not come to the end of a run is ended, and so is one in which a test is still waiting.
 */

import pidusage from "pidusage";
import type { Lab } from "../course/course.ts";
import type { LabelRequest } from "../grade/label-request.ts";
import type { TestReport } from "../report/report.ts";
import { type Launch, runLabel } from "./run-label.ts";
import type { ProcessEnd } from "./supervise.ts";
import { WarmProcess } from "./warm-process.ts";

/** The share of the memory limit at which a process makes way for a new one. */
const MEMORY_SHARE = 0.6;
const MIB = 1024 * 1024;

export class WarmRunner {
  /** Processes that wait for a run; a free one is for the lab that it has loaded. */
  readonly #idle = new Set<WarmProcess>();
  #isClosed = false;

  /** Runs a label, as `runLabel` does. */
  readonly run = (request: LabelRequest): Promise<readonly TestReport[]> =>
    runLabel(request, (launch) => this.#launch(launch));

  /** Ends all processes; one that is still at work, when it is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#endIdle();
  }

  async #endIdle(): Promise<void> {
    const processes = [...this.#idle];
    this.#idle.clear();
    await Promise.all(processes.map((process) => process.end()));
  }

  async #launch(launch: Launch): Promise<ProcessEnd> {
    const { signal } = launch.watch;
    signal.throwIfAborted();
    for (;;) {
      const process = await this.#take(launch.request.lab);
      const isNew = process.runs === 0;
      const end = await process.run(launch.order, launch.watch);
      await this.#giveBack(process, launch.request.lab);
      signal.throwIfAborted();
      // What ends a used process before it says anything is the fault of an earlier run.
      if (isNew || end.kind === "done" || process.hasSpoken) return end;
    }
  }

  /** A process for this lab: one that waits, or a new one, for which those of other labs end. */
  async #take(lab: Lab): Promise<WarmProcess> {
    const waiting = [...this.#idle].find((process) => process.lab === lab);
    if (waiting === undefined) {
      await this.#endIdle();
      return new WarmProcess(lab);
    }
    this.#idle.delete(waiting);
    return waiting;
  }

  async #giveBack(process: WarmProcess, lab: Lab): Promise<void> {
    const isFit = process.isReusable && !(await isLarge(process, lab));
    if (isFit && !this.#isClosed) this.#idle.add(process);
    else await process.end();
  }
}

/** Whether a process has grown so much that its next run might be blamed for it. */
async function isLarge({ pid }: WarmProcess, { config }: Lab): Promise<boolean> {
  try {
    const { memory } = await pidusage(pid ?? 0);
    return memory > config.limits.memoryMiB * MIB * MEMORY_SHARE;
  } catch {
    // It has just ended.
    return true;
  }
}
