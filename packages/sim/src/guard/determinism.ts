/** What a comparison of two runs can find: they are the same, or they are not and here is where. */

import type { AmbientCall } from "./watch-ambient.ts";

/** Code acted on a world between two steps: what it was resumed by is not the world's. */
export interface OutsideAct {
  /** Which of the two runs. */
  readonly run: "first" | "second";
  /** The line of that run's trace that says so, counted from 1. */
  readonly line: number;
  /** `path:line:column` of the code that acted, if the error was seen that names it. */
  readonly place: string | undefined;
}

/** What is known of two runs in either case. */
interface Comparison {
  readonly seed: number;
  /**
   * Calls to the machine for time, chance or timers, the one nearest to the difference first. Of
   * two runs that differ only those that were made before they did.
   */
  readonly ambient: readonly AmbientCall[];
  /** False if built-ins are frozen: then `ambient` is empty whatever was called. */
  readonly isAmbientWatched: boolean;
}

/** Both runs have the same trace and the same end. */
export interface SameRuns extends Comparison {
  readonly isSame: true;
  /** Lines of each trace. */
  readonly lines: number;
  /** What both threw, in a line; undefined if both ended well. It is no pass that they agree. */
  readonly failure: string | undefined;
}

/** The runs differ, or code acted on a world from outside. */
export interface Difference extends Comparison {
  readonly isSame: false;
  /**
   * The first line that differs, counted from 1. If all lines are the same: the line of the outside
   * act, or, if only the ends of the runs differ, the one after the last.
   */
  readonly firstLine: number;
  /** That line in the first run and in the second; undefined where the trace has ended before. */
  readonly one: string | undefined;
  readonly other: string | undefined;
  /** Some lines before it, which are the same in both runs, oldest first. */
  readonly linesBefore: readonly string[];
  /** What the first run and the second threw, in a line. */
  readonly ends: readonly [one: string | undefined, other: string | undefined];
  /** The first outside act, if there was one. */
  readonly outside: OutsideAct | undefined;
}

export type Determinism = SameRuns | Difference;
