/**
 * Watches a process while it does one run: passes on its events, and decides when it has had
 * enough, by its own word, by the clock, or by its memory. The first reason is the one that counts.
 *
 * It ends nothing: whether the process goes on to another run is for the caller.
 */

import type { LabEvent } from "@tinykv/lab-kit/events";
import type { LabelChild, ProcessExit } from "./label-child.ts";
import { watchMemory } from "./memory-watch.ts";
import { SilenceClock, STARTUP_SECONDS } from "./silence-clock.ts";

/** The limits of one run; 0 means none. */
export interface ProcessLimits {
  readonly testSeconds: number;
  /** What is left of the label's time. */
  readonly seconds: number;
  readonly memoryMiB: number;
  /** How long its first event may take; without it, as long as a start on a busy machine. */
  readonly startSeconds?: number;
}

/** How a process, or a run of it, ended. */
export type ProcessEnd =
  /** It said that it was done. */
  | { readonly kind: "done" }
  /** It wrote something that is no event. */
  | { readonly kind: "broken" }
  /** It was silent longer than a test may take. */
  | { readonly kind: "silent" }
  /** The label's time was up. */
  | { readonly kind: "label-time" }
  /** It took too much memory. */
  | { readonly kind: "memory" }
  /** It ended by itself, too early. */
  | ProcessExit;

/** What a run may take, and who hears of it. */
export interface RunWatch {
  readonly limits: ProcessLimits;
  readonly signal: AbortSignal;
  readonly onEvent: (event: LabEvent) => void;
}

/**
 * Resolves to the end of the run that `child` is doing. An aborted signal kills the child, which
 * ends the run.
 */
export async function supervise(child: LabelChild, watch: RunWatch): Promise<ProcessEnd> {
  const { limits, signal, onEvent } = watch;
  const stops: (() => void)[] = [];
  const verdict = new Promise<ProcessEnd>((resolve) => {
    let isOver = false;
    const end = (reason: ProcessEnd): void => {
      isOver = true;
      resolve(reason);
    };
    const clock = startClock(limits, () => end({ kind: "silent" }));
    child.onEvents = ({ events, isBroken }) => {
      for (const event of events) {
        // What comes after the end is the end of somebody else.
        if (isOver) return;
        clock.hear(event);
        onEvent(event);
        if (event.type === "done") end({ kind: "done" });
      }
      if (isBroken && !isOver) end({ kind: "broken" });
    };
    const onAbort = (): void => child.kill();
    signal.addEventListener("abort", onAbort);
    stops.push(
      () => clock.stop(),
      startTimer(limits.seconds, () => end({ kind: "label-time" })),
      startMemoryWatch(child.pid, limits.memoryMiB, () => end({ kind: "memory" })),
      () => signal.removeEventListener("abort", onAbort),
      () => {
        child.onEvents = undefined;
      },
    );
  });
  try {
    return await Promise.race([verdict, child.ended]);
  } finally {
    for (const stop of stops) stop();
  }
}

function startClock(limits: ProcessLimits, onSilence: () => void): SilenceClock {
  const { testSeconds, startSeconds = STARTUP_SECONDS } = limits;
  return new SilenceClock({ testSeconds, startSeconds }, onSilence);
}

function startTimer(seconds: number, onTime: () => void): () => void {
  if (seconds <= 0) return () => undefined;
  const timer = setTimeout(onTime, seconds * 1000);
  return () => clearTimeout(timer);
}

function startMemoryWatch(pid: number | undefined, mib: number, onExceeded: () => void) {
  return pid === undefined || mib <= 0 ? () => undefined : watchMemory(pid, mib, onExceeded);
}
