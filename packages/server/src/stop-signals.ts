/**
 * Signals as requests to stop: the first one asks for a clean stop, another one means it.
 *
 * Ctrl-C under `npm run` reaches a server twice, once from the terminal and once through its
 * parents. So the same signal within a moment counts once; a later one, or another kind, is the
 * second.
 */

import type { Clock } from "@tinykv/runtime";

const STOP_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;

/** One of the signals that ask a server to stop. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** How long a repeated signal counts as the same wish. */
const ECHO_MS = 500;

/** What `process` offers of its signals; a test passes an EventEmitter. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown;
}

/** What happens on signals. */
export interface StopHandlers {
  /** Asked for the first time. */
  readonly onStop: (signal: StopSignal) => void;
  /** Asked again. */
  readonly onForce: (signal: StopSignal) => void;
}

/** Listens from now on. */
export function onStopSignals(
  source: SignalSource,
  clock: Pick<Clock, "monotonicMs">,
  { onStop, onForce }: StopHandlers,
): void {
  let first: { readonly signal: StopSignal; readonly atMs: number } | undefined;
  for (const signal of STOP_SIGNALS) {
    source.on(signal, () => {
      if (first === undefined) {
        first = { signal, atMs: clock.monotonicMs() };
        onStop(signal);
      } else if (first.signal !== signal || clock.monotonicMs() - first.atMs > ECHO_MS) {
        onForce(signal);
      }
    });
  }
}
