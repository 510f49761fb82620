/**
 * Notices when a label's process has been silent for too long, and knows what it was doing.
 *
 * Lab code can only run for ever at known times: while it is loaded, during a test, or behind the
 * back of the trusted code between two tests. The clock starts anew with every event that says so.
 */

import { cleanUpSeconds, type LabEvent } from "@tinykv/lab-kit/events";

/** Starting Node and jest is trusted, and only slow on a machine that is very busy. */
export const STARTUP_SECONDS = 120;

/** Calls back when nothing has happened for too long. */
export class SilenceClock {
  readonly #limitSeconds: number;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param limits.testSeconds the limit of a test; 0 never calls back
   * @param limits.startSeconds how long the first event may take
   */
  constructor(
    { testSeconds, startSeconds }: { testSeconds: number; startSeconds: number },
    onSilence: () => void,
  ) {
    // The process gives up a waiting test by itself, cleans up, and says so: leave it time for
    // that.
    this.#limitSeconds = testSeconds + 2 * cleanUpSeconds(testSeconds);
    this.#onSilence = onSilence;
    if (testSeconds > 0) this.#start(startSeconds);
  }

  /**
   * Takes note of an event. Output does not count: a loop may print for ever. A step does not
   * either: the limit is the test's.
   */
  hear({ type }: LabEvent): void {
    if (type === "console" || type === "step" || this.#timer === undefined) return;
    this.#start(this.#limitSeconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(seconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onSilence, seconds * 1000);
  }
}
