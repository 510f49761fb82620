/** The real clock, as far as it can be tested without waiting for time to pass. */

import { describe, expect, test } from "@jest/globals";
import { wallClock } from "./wall-clock.ts";

const clock = wallClock();

/** Resolves when a timer of no delay runs. */
function timerRuns(): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(0, resolve);
  });
}

describe("wallClock()", () => {
  test("shows whole milliseconds of this century", () => {
    const now = clock.nowMs();
    expect(Number.isInteger(now)).toBe(true);
    expect(new Date(now).getUTCFullYear()).toBeGreaterThan(2024);
  });

  test("never goes back when it measures durations", () => {
    const readings = Array.from({ length: 1000 }, () => clock.monotonicMs());
    expect(readings).toEqual([...readings].sort((a, b) => a - b));
  });

  test("runs a timer after the caller is done, and once", async () => {
    let runs = 0;
    clock.setTimer(0, () => {
      runs += 1;
    });
    expect(runs).toBe(0);
    await timerRuns();
    await timerRuns();
    expect(runs).toBe(1);
  });

  test("does not run a timer that was cancelled; cancelling again does nothing", async () => {
    let runs = 0;
    const cancel = clock.setTimer(0, () => {
      runs += 1;
    });
    cancel();
    cancel();
    await timerRuns();
    expect(runs).toBe(0);
  });

  for (const delayMs of [-1, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`refuses a delay of ${delayMs}, which Node would turn into none`, () => {
      const code = "runtime/invalid-delay";
      const set = (): unknown => clock.setTimer(delayMs, () => undefined);
      expect(set).toThrow(expect.objectContaining({ code }));
    });
  }
});
