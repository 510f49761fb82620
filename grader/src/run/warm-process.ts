/**
 * A process that does several runs of one lab. It knows what it has been through, and whether it is
 * fit for another run.
 */

import type { LabRun } from "@tinykv/lab-kit/events";
import type { Lab } from "../course/course.ts";
import { LabelChild } from "./label-child.ts";
import { warmCommand } from "./label-command.ts";
import type { ProcessWatch } from "./label-process.ts";
import { makeProcessFolders, type ProcessFolders } from "./stage-files.ts";
import { type ProcessEnd, supervise } from "./supervise.ts";

/** A process is replaced after so many runs: test modules stay in memory. */
const RUNS_MAX = 200;

export class WarmProcess {
  readonly lab: Lab;
  readonly #folders: ProcessFolders;
  readonly #child: LabelChild;
  #runs = 0;
  #hasSpoken = false;
  #isReusable = true;
  /** Removes the files of the current run. */
  #removeRun = (): void => undefined;

  /** Starts a process that waits for its first order. */
  constructor(lab: Lab) {
    this.lab = lab;
    this.#folders = makeProcessFolders();
    const { memoryMiB, labelSeconds } = lab.config.limits;
    // The wall around computing time is only for a process that the grader has left behind.
    const limits = { memoryMiB, labelSeconds: labelSeconds * RUNS_MAX, debug: false };
    this.#child = new LabelChild(warmCommand(lab.folder, this.#folders, limits), {
      takesOrders: true,
      removal: () => {
        this.#folders.remove();
        this.#removeRun();
      },
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How many runs it has begun. */
  get runs(): number {
    return this.#runs;
  }

  /** Whether it has reported anything in its latest run. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** Whether nothing of its runs can be in the way of another one. */
  get isReusable(): boolean {
    return this.#isReusable && this.#runs < RUNS_MAX;
  }

  /** Does one run, and resolves to how it ended. */
  async run(order: LabRun, watch: ProcessWatch): Promise<ProcessEnd> {
    const { limits, signal, onEvent } = watch;
    // One that is used has nothing to start: silence means that something of an earlier run loops.
    const start = this.#runs === 0 ? {} : { startSeconds: limits.testSeconds };
    this.#runs += 1;
    this.#hasSpoken = false;
    this.#removeRun = watch.removal;
    const ended = supervise(this.#child, {
      limits: { ...limits, ...start },
      signal,
      onEvent: (event) => {
        this.#hasSpoken = true;
        // What the test waits for may still come, in the middle of another run.
        if (event.type === "test-end" && event.status === "timeout") this.#isReusable = false;
        onEvent(event);
      },
    });
    this.#child.send(order);
    const end = await ended;
    if (end.kind !== "done") this.#isReusable = false;
    return end;
  }

  /** Ends the process, and removes what belongs to it. */
  async end(): Promise<void> {
    this.#child.kill();
    await this.#child.ended;
    this.#folders.remove();
  }
}
