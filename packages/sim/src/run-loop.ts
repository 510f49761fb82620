/**
 * One run of a world, step by step.
 *
 * A step: take the next event, move the clock to it, let it happen, let all promises settle, check
 * the invariants. The settling is the event loop's, see `turns.ts`; so a step begins in one turn
 * and ends in the next one.
 *
 * A promise that is rejected within a step, and for which nobody waits at its end, fails the world.
 * In a real process it would be the end of that process; here nobody can tell whose it is.
 */

import type { SimEvent } from "./event.ts";
import { textOfError } from "./failure-name.ts";
import { type Turn, takeTurns } from "./turns.ts";
import type { Verdict } from "./verdict.ts";
import type { NamedInvariant, WorldControl } from "./world.ts";

/** When a run ends. */
export interface RunOptions {
  /** Ends it, done, after the step with which this became true. */
  readonly until?: () => boolean;
  /** Ends it, done, when everything up to this moment has happened. */
  readonly untilMs?: number;
  /** Steps of this run. When they are used up: unknown. Default: no limit. */
  readonly stepsMax?: number;
  /** Events that this run may schedule. When they are used up: unknown. Default: no limit. */
  readonly eventsMax?: number;
}

/** Makes one run. */
export class RunLoop {
  readonly #control: WorldControl;
  readonly #options: RunOptions;
  readonly #untilUs: number;
  readonly #stepsEnd: number;
  readonly #eventsEnd: number;
  #stepEvent: SimEvent | undefined;

  constructor(control: WorldControl, options: RunOptions) {
    const { untilMs = Infinity, stepsMax = Infinity, eventsMax = Infinity } = options;
    this.#control = control;
    this.#options = options;
    // The clock shows whole microseconds, and a product of fractions may miss one by a hair.
    this.#untilUs = Math.round(untilMs * 1000);
    this.#stepsEnd = control.world.steps + stepsMax;
    this.#eventsEnd = control.world.scheduled + eventsMax;
  }

  run(): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      const take = (turn: Turn): boolean => {
        try {
          const verdict = this.#turn(turn);
          if (verdict === undefined) return true;
          resolve(verdict);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        return false;
      };
      takeTurns(take, (reason) => this.#fail(reason));
    });
  }

  /** Ends the step before, then begins the next one; or says how the run has ended. */
  #turn({ isLast }: Turn): Verdict | undefined {
    this.#endStep();
    const verdict = this.#verdict();
    if (verdict !== undefined || isLast) return verdict;
    const event = this.#nextEvent();
    if (event === undefined) return this.#endOfEvents();
    this.#beginStep(event);
    return undefined;
  }

  #beginStep(event: SimEvent): void {
    const { world } = this.#control;
    this.#control.beginStep(event.atUs);
    this.#stepEvent = event;
    const { kind, node, detail, run } = event.action;
    world.trace.add({ step: world.steps, atUs: event.atUs, node, kind, detail });
    try {
      const result = run();
      if (result instanceof Promise) result.catch((error: unknown) => this.#fail(error, event));
    } catch (error) {
      this.#fail(error, event);
    }
  }

  /** Fails the world with what went wrong in an event, unless its owner has ended. */
  #fail(error: unknown, event = this.#stepEvent): void {
    if (event?.action.owner?.isAlive === false) return;
    this.#control.world.failWith(error);
  }

  #endStep(): void {
    this.#control.endStep();
    if (this.#stepEvent === undefined) return;
    this.#stepEvent = undefined;
    const { world, invariants } = this.#control;
    for (const { name, check } of invariants) {
      if (world.failure !== undefined) return;
      const reason = broken({ name, check });
      if (reason !== undefined) world.fail(name, reason.text, reason.cause);
    }
  }

  /** How the run has ended, if it has. */
  #verdict(): Verdict | undefined {
    const { world } = this.#control;
    const place = { steps: world.steps, timeMs: world.nowMs };
    const { failure } = world;
    if (failure !== undefined) return { kind: "failed", ...place, failure };
    if (this.#options.until?.() === true) return { kind: "done", ...place };
    const isStepsOut = world.steps >= this.#stepsEnd;
    if (!isStepsOut && world.scheduled <= this.#eventsEnd) return undefined;
    const budget = isStepsOut ? "stepsMax" : "eventsMax";
    return { kind: "unknown", budget, ...place, waits: world.waits.list() };
  }

  /** The next event that happens, if there is one before the run ends. */
  #nextEvent(): SimEvent | undefined {
    const { queue } = this.#control;
    for (;;) {
      const event = queue.peek();
      if (event === undefined) return undefined;
      // Also after the end of this run: what will not happen is nothing that can.
      const isOff = event.isCancelled || event.action.owner?.isAlive === false;
      if (!isOff && event.atUs > this.#untilUs) return undefined;
      queue.pop();
      if (!isOff && (event.action.owner?.admit(event) ?? "run") === "run") return event;
    }
  }

  /** There is nothing left to do, or nothing before the end. */
  #endOfEvents(): Verdict {
    const { world, queue } = this.#control;
    const isAtRest = this.#options.until === undefined && world.waits.size === 0;
    const isDone = queue.size > 0 || isAtRest;
    const canJump = isDone && this.#untilUs < Infinity && this.#untilUs > world.nowUs;
    if (canJump) this.#control.moveTo(this.#untilUs);
    const place = { steps: world.steps, timeMs: world.nowMs };
    if (isDone) return { kind: "done", ...place };
    return { kind: "deadlock", ...place, waits: world.waits.list() };
  }
}

/** What is wrong with a rule, if something is. */
function broken({ check }: NamedInvariant): { text: string; cause?: unknown } | undefined {
  try {
    const text = check();
    return text === undefined ? undefined : { text };
  } catch (error) {
    return { text: textOfError(error), cause: error };
  }
}
