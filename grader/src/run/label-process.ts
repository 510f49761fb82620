/**
 * One process that runs tests of a label: starts it, passes on its events, ends it when a limit is
 * reached, and says how it ended. When the returned promise resolves, nothing of it is left.
 */

import type { Readable } from "node:stream";
import { EVENT_FD, type LabEvent } from "@tinykv/lab-kit/events";
import { execa } from "execa";
import { BoundedTail } from "./bounded-tail.ts";
import { EventReader } from "./event-reader.ts";
import type { LabelCommand } from "./label-command.ts";
import { keepTrack, killGroup } from "./live-processes.ts";
import { watchMemory } from "./memory-watch.ts";
import { SilenceClock } from "./silence-clock.ts";

/** The limits of one process; 0 means none. */
export interface ProcessLimits {
  readonly testSeconds: number;
  /** What is left of the label's time. */
  readonly seconds: number;
  readonly memoryMiB: number;
}

/** How a process ended. */
export type ProcessEnd =
  /** It said that it was done. */
  | { readonly kind: "done" }
  /** It wrote something that is no event. */
  | { readonly kind: "broken" }
  /** It was ended for being silent longer than a test may take. */
  | { readonly kind: "silent" }
  /** It was ended because the label's time was up. */
  | { readonly kind: "label-time" }
  /** It was ended for the memory that it took. */
  | { readonly kind: "memory" }
  /** It ended by itself, too early. */
  | ProcessExit;

/** The end of a process that nobody asked for. */
export interface ProcessExit {
  readonly kind: "exit";
  /** `it ended with exit code 7`. */
  readonly how: string;
  /** Undefined if a signal ended it, or if it did not start. */
  readonly exitCode: number | undefined;
  /** The end of what it printed. */
  readonly output: string;
}

/** What is watched from outside. */
export interface ProcessWatch {
  readonly limits: ProcessLimits;
  readonly signal: AbortSignal;
  readonly onEvent: (event: LabEvent) => void;
  /** Gets what the process prints, as it prints it; for debugging. */
  readonly onOutput?: (text: string) => void;
  /** Removes what belongs to the process, should the grader itself be ended. */
  readonly removal: () => void;
}

/**
 * Runs one process to its end.
 *
 * @throws the reason of `signal`, if it was aborted
 */
export async function runLabelProcess(
  command: LabelCommand,
  watch: ProcessWatch,
): Promise<ProcessEnd> {
  watch.signal.throwIfAborted();
  const child = execa(command.file, command.args, {
    cwd: command.cwd,
    env: command.env,
    extendEnv: false,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // The leader of a new process group, which is killed as a whole.
    detached: true,
    buffer: false,
    reject: false,
    cleanup: false,
  });
  const { pid } = child;
  if (pid === undefined) {
    const { message } = await child;
    return { kind: "exit", how: "it did not start", exitCode: undefined, output: message ?? "" };
  }
  const release = keepTrack(pid, watch.removal);
  const supervisor = new Supervisor(pid, watch);
  const output = new BoundedTail();
  output.follow(child.stdout, watch.onOutput);
  output.follow(child.stderr, watch.onOutput);
  supervisor.follow(child.stdio[EVENT_FD]);
  const result = await child;
  // What it may have started itself.
  killGroup(pid);
  supervisor.stop();
  release();
  watch.signal.throwIfAborted();
  return supervisor.verdict ?? describeExit(result, output.text);
}

function describeExit(result: { exitCode?: number; signal?: string }, output: string): ProcessExit {
  const { exitCode, signal } = result;
  const how =
    signal === undefined
      ? `it ended with exit code ${exitCode ?? "unknown"}`
      : `it was ended by ${signal}`;
  return { kind: "exit", how, exitCode, output };
}

/** Decides when a process has to end, and remembers the first reason. */
class Supervisor {
  verdict: ProcessEnd | undefined;
  readonly #pid: number;
  readonly #watch: ProcessWatch;
  readonly #clock: SilenceClock;
  readonly #stops: (() => void)[] = [];

  constructor(pid: number, watch: ProcessWatch) {
    this.#pid = pid;
    this.#watch = watch;
    const { limits, signal } = watch;
    this.#clock = new SilenceClock(limits.testSeconds, () => this.#end({ kind: "silent" }));
    this.#stops.push(() => this.#clock.stop());
    if (limits.seconds > 0) {
      const end = (): void => this.#end({ kind: "label-time" });
      const timer = setTimeout(end, limits.seconds * 1000);
      this.#stops.push(() => clearTimeout(timer));
    }
    if (limits.memoryMiB > 0) {
      this.#stops.push(watchMemory(pid, limits.memoryMiB, () => this.#end({ kind: "memory" })));
    }
    const onAbort = (): void => killGroup(pid);
    signal.addEventListener("abort", onAbort);
    this.#stops.push(() => signal.removeEventListener("abort", onAbort));
  }

  /** Reads events until the process is gone. */
  follow(stream: Readable | null | undefined): void {
    const reader = new EventReader();
    stream?.on("data", (bytes: Buffer) => {
      const { events, isBroken } = reader.read(bytes);
      for (const event of events) this.#hear(event);
      if (isBroken) this.#end({ kind: "broken" });
    });
    stream?.on("error", () => undefined);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #hear(event: LabEvent): void {
    // What comes after the end is the end of somebody else.
    if (this.verdict !== undefined) return;
    this.#clock.hear(event);
    this.#watch.onEvent(event);
    if (event.type === "done") this.#end({ kind: "done" });
  }

  #end(verdict: ProcessEnd): void {
    if (this.verdict !== undefined) return;
    this.verdict = verdict;
    killGroup(this.#pid);
  }
}
