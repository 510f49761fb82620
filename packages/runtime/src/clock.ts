/**
 * The seam to time. Real clocks are in `@tinykv/runtime/real`; a simulator has one of its own,
 * whose time jumps from event to event.
 */

/** Stops a timer that has not run yet; does nothing afterwards, or a second time. */
export type CancelTimer = () => void;

/** Tells the time, and wakes up at a time. */
export interface Clock {
  /**
   * What a clock on the wall shows, in milliseconds since 1970-01-01 UTC. For timestamps that leave
   * this process. It may jump, backwards too.
   */
  nowMs(): number;
  /**
   * Milliseconds since some moment in the past, with a fraction. For durations. Never goes back,
   * and means nothing to another process.
   */
  monotonicMs(): number;
  /**
   * Calls `run` once, not before `delayMs` milliseconds have passed, and never before this returns.
   *
   * @param delayMs from 0 up to 2^31 - 1, about 24 days
   * @throws {InvariantError} `runtime/invalid-delay`
   */
  setTimer(delayMs: number, run: () => void): CancelTimer;
}
