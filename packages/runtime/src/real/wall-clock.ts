/** The clock of this machine. A timer that is pending keeps the process alive. */

import type { CancelTimer, Clock } from "../clock.ts";
import { invariant } from "../errors.ts";

/** What Node's timers can hold; a longer delay would end at once. */
const DELAY_MS_MAX = 2 ** 31 - 1;

function setTimer(delayMs: number, run: () => void): CancelTimer {
  const isPossible = delayMs >= 0 && delayMs <= DELAY_MS_MAX;
  invariant(isPossible, "runtime/invalid-delay", { delayMs });
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

/** Returns the real {@link Clock}. */
export function wallClock(): Clock {
  return { nowMs: () => Date.now(), monotonicMs: () => performance.now(), setTimer };
}
