/**
 * The world: a seed, a clock that jumps from event to event, the events to come, and the rules that
 * have to hold after each of them.
 *
 * It knows nothing of processes, networks or disks, which are built on `schedule`; and nothing of
 * what is tested in it. How a run proceeds step by step is in `run-loop.ts`.
 *
 * Invariants of the world itself: time never goes back; an event never happens before the code that
 * scheduled it has come to rest; while a run is going on, nobody acts on the world but from within
 * a step (`sim/outside-step`).
 */

import type { CancelTimer, Random } from "@tinykv/runtime";
import { invariant } from "@tinykv/runtime";
import { seededRandom } from "@tinykv/runtime/real";
import { defined } from "./defined.ts";
import type { EventAction, SimEvent } from "./event.ts";
import { EventQueue } from "./event-queue.ts";
import { nameOfError, textOfError } from "./failure-name.ts";
import { RunLoop, type RunOptions } from "./run-loop.ts";
import { Trace, type TraceDetail, type TraceKind, type TraceOptions } from "./trace.ts";
import { describeVerdict, failureLine, type Verdict, WorldFailure } from "./verdict.ts";
import { WaitList } from "./waits.ts";

/** How a world begins. */
export interface WorldOptions {
  /** Everything that is left to chance follows from it. */
  readonly seed: number;
  readonly trace?: TraceOptions;
  /** Where a sink writes the trace, for the message of a failure. */
  readonly traceFile?: string;
  /**
   * False: anybody may act on the world at any time, which makes runs depend on the machine. Only
   * for tests that are not written for a world. Default true.
   */
  readonly isStrict?: boolean;
}

/**
 * A rule that must hold after every step. It returns what is wrong in a sentence, or throws, or
 * does neither.
 */
export type InvariantCheck = () => string | undefined;

/** A named rule. */
export interface NamedInvariant {
  readonly name: string;
  readonly check: InvariantCheck;
}

/** Steps of a `play` that sets no budget: a test in a world of some nodes never comes near. */
const PLAY_STEPS_MAX = 10_000_000;

/** One simulated world. */
export class World {
  readonly seed: number;
  readonly trace: Trace;
  readonly waits = new WaitList();
  readonly #random: Random;
  readonly #queue = new EventQueue<SimEvent>();
  readonly #invariants: NamedInvariant[] = [];
  readonly #traceFile: string | undefined;
  readonly #isStrict: boolean;
  #nowUs = 0;
  #steps = 0;
  #scheduled = 0;
  #isRunning = false;
  #isInStep = false;
  #failure: WorldFailure | undefined;

  constructor({ seed, trace, traceFile, isStrict = true }: WorldOptions) {
    this.seed = seed;
    this.trace = new Trace(trace);
    this.#random = seededRandom(seed);
    this.#traceFile = traceFile;
    this.#isStrict = isStrict;
  }

  /** Virtual microseconds since the world began: a whole number. */
  get nowUs(): number {
    return this.#nowUs;
  }

  /** The same in milliseconds, with a fraction. */
  get nowMs(): number {
    return this.#nowUs / 1000;
  }

  /** Steps so far, in all runs. */
  get steps(): number {
    return this.#steps;
  }

  /** Events that were scheduled so far, whatever became of them. */
  get scheduled(): number {
    return this.#scheduled;
  }

  get isInStep(): boolean {
    return this.#isInStep;
  }

  /** What went wrong first, if something has. */
  get failure(): WorldFailure | undefined {
    return this.#failure;
  }

  /**
   * A stream of random numbers for one purpose. Its numbers depend on the seed and the purpose
   * only, so that drawing more for one does not shift another.
   */
  random(purpose: string): Random {
    return this.#random.fork(purpose);
  }

  /**
   * Lets something happen in the future.
   *
   * @param delayUs microseconds from now, rounded up to whole ones; 0 is after everything that is
   *   due now
   * @returns how to call it off
   * @throws {InvariantError} `sim/invalid-delay` if it is negative or not a number
   */
  schedule(delayUs: number, action: EventAction): CancelTimer {
    const event = this.enqueue(delayUs, action);
    return () => {
      event.isCancelled = true;
    };
  }

  /** As `schedule`, for those who hold events themselves. */
  enqueue(delayUs: number, action: EventAction): SimEvent {
    this.assertInside(action.kind);
    invariant(delayUs >= 0 && delayUs < Infinity, "sim/invalid-delay", { delayUs });
    this.#scheduled += 1;
    const atUs = this.#nowUs + Math.ceil(delayUs);
    const event = { atUs, sequence: this.#scheduled, action, isCancelled: false };
    this.#queue.push(event);
    return event;
  }

  /** Adds a line to the trace that belongs to the step that is going on. */
  note(kind: TraceKind, node: string, detail: TraceDetail): void {
    this.assertInside(kind);
    this.trace.add({ step: this.#steps, atUs: this.#nowUs, node, kind, detail });
  }

  /** Adds a rule that must hold from now on. They are checked in the order of this. */
  addInvariant(name: string, check: InvariantCheck): void {
    this.#invariants.push({ name, check });
  }

  /**
   * Notes that somebody waits, for the words of a deadlock.
   *
   * @param reason completes the sentence "waits for …"
   * @returns how to end the wait
   */
  beginWait(owner: string, reason: string): () => void {
    return this.waits.begin({ owner, reason, sinceMs: this.nowMs });
  }

  /** Resolves after some virtual time. */
  after(ms: number, who = ""): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(ms * 1000, {
        kind: "sleep",
        node: who,
        detail: `after ${ms} ms`,
        run: resolve,
      });
    });
  }

  /**
   * Ends the run at the end of this step with a failure, unless one came before it.
   *
   * @param name the invariant, or a code: the same failure has the same name
   */
  fail(name: string, reason: string, cause?: unknown): void {
    if (this.#failure !== undefined) return;
    const place = { seed: this.seed, step: this.#steps, timeMs: this.nowMs };
    this.trace.add({
      step: this.#steps,
      atUs: this.#nowUs,
      node: "",
      kind: "verdict",
      detail: failureLine(name, reason),
    });
    this.#failure = new WorldFailure({
      ...{ name, reason, ...place, lines: this.trace.last() },
      ...defined({ traceFile: this.#traceFile, cause }),
    });
  }

  /** As `fail`, with what was thrown. */
  failWith(error: unknown): void {
    this.fail(nameOfError(error), textOfError(error), error);
  }

  /**
   * Runs until what `options` ask for has come about, or until it is clear that it will not.
   *
   * @throws {InvariantError} `sim/running` during another run
   */
  run(options: RunOptions = {}): Promise<Verdict> {
    invariant(!this.#isRunning, "sim/running");
    this.#isRunning = true;
    const loop = new RunLoop(this.#control(), options);
    return loop.run().finally(() => {
      this.#isRunning = false;
    });
  }

  /**
   * Runs until `scene` has ended, which acts on the world and awaits what comes of it.
   *
   * @param title what it is about, for the trace
   * @returns what `scene` returned
   * @throws {WorldFailure} if an invariant broke; if `scene` threw, with what it threw as the
   *   cause; `sim/deadlock`; and `sim/unknown` if a budget ran out
   * @throws {InvariantError} `sim/running` during another run
   */
  async play<T>(
    title: string,
    scene: () => Promise<T> | T,
    budget: Pick<RunOptions, "stepsMax" | "eventsMax"> = {},
  ): Promise<T> {
    // Before anything is scheduled: the run that is going on must not play a refused scene.
    invariant(!this.#isRunning, "sim/running");
    let outcome: { readonly value: T } | undefined;
    const run = async (): Promise<void> => {
      outcome = { value: await scene() };
    };
    this.schedule(0, { kind: "run", node: "", detail: title, run });
    const until = (): boolean => outcome !== undefined;
    const verdict = await this.run({ stepsMax: PLAY_STEPS_MAX, ...budget, until });
    if (verdict.kind !== "done") throw this.#failureOf(verdict);
    invariant(outcome !== undefined, "sim/no-outcome", { title });
    return outcome.value;
  }

  /** @throws {InvariantError} `sim/outside-step` if a run is going on and no step is */
  assertInside(what: string): void {
    if (!this.#isRunning || this.#isInStep || !this.#isStrict) return;
    const where = { what, step: this.#steps };
    try {
      invariant(false, "sim/outside-step", where);
    } catch (error) {
      // Whoever called may not look at errors; the run has to end all the same.
      this.failWith(error);
      throw error;
    }
  }

  #failureOf(verdict: Exclude<Verdict, { kind: "done" }>): WorldFailure {
    if (verdict.kind === "failed") return verdict.failure;
    const code = verdict.kind === "deadlock" ? "sim/deadlock" : "sim/unknown";
    this.fail(code, describeVerdict(verdict));
    invariant(this.#failure !== undefined, "sim/no-outcome");
    return this.#failure;
  }

  /** What the run loop may do that others may not. */
  #control(): WorldControl {
    return {
      world: this,
      queue: this.#queue,
      invariants: this.#invariants,
      beginStep: (atUs) => {
        this.#nowUs = atUs;
        this.#steps += 1;
        this.#isInStep = true;
      },
      endStep: () => {
        this.#isInStep = false;
      },
      moveTo: (atUs) => {
        this.#nowUs = atUs;
      },
    };
  }
}

/** The inside of a world, for its run loop. */
export interface WorldControl {
  readonly world: World;
  readonly queue: EventQueue<SimEvent>;
  readonly invariants: readonly NamedInvariant[];
  /** Moves the clock, and counts the step that begins. */
  beginStep(atUs: number): void;
  endStep(): void;
  /** Moves the clock where nothing happens. */
  moveTo(atUs: number): void;
}
