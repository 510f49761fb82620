/**
 * The guard of determinism: the same scenario twice in this process, with the same seed, and the
 * two traces line by line.
 *
 * What only shows between processes (the order of a hash, what was loaded before) is for
 * `trace-hash.ts`. Code that is resumed by the machine and acts on the world makes a difference
 * even if both runs happen to agree: it did so at a moment that no seed decides.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { invariant } from "@tinykv/runtime";
import { textOfError } from "../failure-name.ts";
import type { TraceSink } from "../trace.ts";
import { WorldFailure } from "../verdict.ts";
import { placeInStack } from "./caller-place.ts";
import type { Determinism, OutsideAct } from "./determinism.ts";
import { RecordedTrace } from "./recorded-trace.ts";
import { type AmbientCall, watchAmbient } from "./watch-ambient.ts";

/** Something that happens in a world, made of this seed, whose trace goes to this sink. */
export type Scenario = (seed: number, sink: TraceSink) => Promise<void>;

export interface DeterminismOptions {
  readonly seed: number;
  /**
   * Lines of the first run that are kept as they are. Those after them are compared, but cannot be
   * shown. Default 200,000: some 20 MB.
   */
  readonly linesKept?: number;
}

const LINES_KEPT = 200_000;

/** Lines before a difference that are shown. */
const LINES_BEFORE = 5;

/** The line by which a world says that somebody acted on it between two steps. */
const OUTSIDE_LINE = /^ *\d+ +[\d.]+ +- +verdict +sim\/outside-step\b/;

/** Frames between the code that acts and the check that finds it: the world's, the invariant's. */
const CHECK_FOLDERS = [
  new URL("..", import.meta.url).href,
  new URL(".", import.meta.resolve("@tinykv/runtime")).href,
];

/** What is left of a run. */
interface Run {
  readonly lines: number;
  readonly end: string | undefined;
  readonly outside: OutsideAct | undefined;
  readonly ambient: readonly AmbientCall[];
  readonly isAmbientWatched: boolean;
}

/** Whom a run tells of its lines. */
interface RunObserver {
  readonly name: OutsideAct["run"];
  take(line: string): void;
  /** False when ambient calls cannot have to do with the difference any more. */
  isCurious(): boolean;
}

/**
 * Runs a scenario twice and compares.
 *
 * @returns what was found, which `describeDeterminism` puts into words. A scenario that throws the
 *   same twice is the same: look at `failure`
 * @throws {InvariantError} `sim/empty-trace` if it ended well and its sink got nothing
 */
export async function checkDeterminism(
  scenario: Scenario,
  { seed, linesKept = LINES_KEPT }: DeterminismOptions,
): Promise<Determinism> {
  const trace = new RecordedTrace(linesKept);
  const one = await runOnce(scenario, seed, {
    name: "first",
    take: (line) => trace.add(line),
    isCurious: () => true,
  });
  invariant(one.lines > 0 || one.end !== undefined, "sim/empty-trace", { seed });
  const second = new SecondTrace(trace);
  const other = await runOnce(scenario, seed, second);
  return conclude(seed, { trace, second, one, other });
}

async function runOnce(scenario: Scenario, seed: number, observer: RunObserver): Promise<Run> {
  // Other code of this process runs between the turns of a world: what it calls is its own affair.
  const context = new AsyncLocalStorage<boolean>();
  const facts = { lines: 0, isOver: false, outsideLine: 0 };
  const sink: TraceSink = (line) => {
    if (facts.isOver) return;
    facts.lines += 1;
    if (facts.outsideLine === 0 && OUTSIDE_LINE.test(line)) facts.outsideLine = facts.lines;
    observer.take(line);
  };
  const isWatched = (): boolean =>
    !facts.isOver && observer.isCurious() && context.getStore() === true;
  const watch = watchAmbient(isWatched, () => facts.lines);
  let thrown: { readonly error: unknown } | undefined;
  try {
    const run = (): Promise<void> => scenario(seed, sink);
    // Frozen promises bear no context, and without wrappers nobody asks for it.
    await (watch.isAvailable ? context.run(true, run) : run());
  } catch (error) {
    thrown = { error };
  } finally {
    facts.isOver = true;
    watch.end();
    context.disable();
  }
  const { lines, outsideLine } = facts;
  const place = placeOfOutsideAct(thrown?.error);
  return {
    lines,
    end: thrown === undefined ? undefined : textOfError(thrown.error),
    outside: outsideLine === 0 ? undefined : { run: observer.name, line: outsideLine, place },
    ambient: watch.calls(),
    isAmbientWatched: watch.isAvailable,
  };
}

/** Where the code is that acted on the world from outside, if that is what was thrown. */
function placeOfOutsideAct(error: unknown): string | undefined {
  if (!(error instanceof WorldFailure) || error.facts.name !== "sim/outside-step") return undefined;
  const { cause } = error;
  if (!(cause instanceof Error) || cause.stack === undefined) return undefined;
  return placeInStack(cause.stack, CHECK_FOLDERS);
}

/** Compares the second run with the first while it goes on, up to the first line that differs. */
class SecondTrace implements RunObserver {
  readonly name = "second";
  readonly #first: RecordedTrace;
  readonly #before: string[] = [];
  #count = 0;
  #differing: { readonly line: string } | undefined;

  constructor(first: RecordedTrace) {
    this.#first = first;
  }

  /** Lines that are the same. */
  get count(): number {
    return this.#count;
  }

  /** The line after those, if the run has come to it. */
  get differing(): string | undefined {
    return this.#differing?.line;
  }

  /** The last lines that are the same, oldest first. */
  get before(): readonly string[] {
    return this.#before;
  }

  take(line: string): void {
    if (this.#differing !== undefined) return;
    if (!this.#first.hasLine(this.#count + 1, line)) {
      this.#differing = { line };
      return;
    }
    this.#count += 1;
    this.#before.push(line);
    if (this.#before.length > LINES_BEFORE) this.#before.shift();
  }

  isCurious(): boolean {
    return this.#differing === undefined;
  }
}

/** Both runs, and how far they agree. */
interface Both {
  readonly trace: RecordedTrace;
  readonly second: SecondTrace;
  readonly one: Run;
  readonly other: Run;
}

function conclude(seed: number, { trace, second, one, other }: Both): Determinism {
  const isSameTrace = second.differing === undefined && second.count === trace.count;
  const outside = one.outside ?? other.outside;
  const isAmbientWatched = one.isAmbientWatched && other.isAmbientWatched;
  const known = { seed, isAmbientWatched };
  if (isSameTrace && one.end === other.end && outside === undefined) {
    const ambient = nearestFirst(one, other, Infinity);
    return { isSame: true, ...known, lines: trace.count, failure: one.end, ambient };
  }
  const isOnlyOutside = isSameTrace && outside !== undefined;
  const firstLine = isOnlyOutside ? outside.line : second.count + 1;
  const line = trace.lineAt(firstLine);
  return {
    ...{ isSame: false, ...known, firstLine },
    ...{ one: line, other: isOnlyOutside ? line : second.differing },
    linesBefore: isOnlyOutside ? trace.linesBefore(firstLine, LINES_BEFORE) : second.before,
    ends: [one.end, other.end],
    ambient: nearestFirst(one, other, firstLine),
    outside,
  };
}

/** The calls of both runs made before that line, each once, the last one first. */
function nearestFirst(one: Run, other: Run, firstLine: number): AmbientCall[] {
  const calls = new Map<string, AmbientCall>();
  // Of the first run it is not known which of several calls was the last one before the line; the
  // second one was watched up to the line only.
  const ofFirst = one.ambient.map((call) => ({ ...call, last: call.first }));
  for (const call of [...ofFirst, ...other.ambient]) {
    if (call.first < firstLine) calls.set(`${call.name} ${call.place}`, call);
  }
  return [...calls.values()].sort((a, b) => b.last - a.last);
}
