/** Tests of what counts as the first and what as the second wish to stop. */

import { EventEmitter } from "node:events";
import { describe, expect, test } from "@jest/globals";
import { onStopSignals, type StopSignal } from "./stop-signals.ts";

/** Sends signals at given times, and returns what they led to. */
function play(events: readonly (readonly [atMs: number, signal: StopSignal])[]): string[] {
  const source = new EventEmitter();
  const seen: string[] = [];
  let now = 0;
  const clock = { monotonicMs: () => now };
  onStopSignals(source, clock, {
    onStop: (signal) => seen.push(`stop ${signal}`),
    onForce: (signal) => seen.push(`force ${signal}`),
  });
  for (const [atMs, signal] of events) {
    now = atMs;
    source.emit(signal);
  }
  return seen;
}

describe("onStopSignals()", () => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const) {
    test(`takes the first ${signal} as a wish to stop`, () => {
      expect(play([[0, signal]])).toEqual([`stop ${signal}`]);
    });
  }

  test("takes a Ctrl-C that arrives by two ways as one", () => {
    expect(
      play([
        [0, "SIGINT"],
        [3, "SIGINT"],
        [500, "SIGINT"],
      ]),
    ).toEqual(["stop SIGINT"]);
  });

  test("takes the same signal later as the second wish", () => {
    expect(
      play([
        [0, "SIGINT"],
        [501, "SIGINT"],
      ]),
    ).toEqual(["stop SIGINT", "force SIGINT"]);
  });

  test("takes another signal as the second wish at once", () => {
    expect(
      play([
        [0, "SIGTERM"],
        [0, "SIGINT"],
      ]),
    ).toEqual(["stop SIGTERM", "force SIGINT"]);
  });
});
