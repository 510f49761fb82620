/**
 * One life of a process, from a start to a crash or a stop. Whatever a process schedules belongs to
 * the life in which it did: when that ends, the rest of it never happens.
 *
 * Code of an ended life may still be running, to the end of its step: JavaScript cannot be
 * interrupted. So an ended life is also without effect: everything that it asks of the world is
 * ignored, and what it awaits from the world never comes.
 */

import type { EventOwner, SimEvent } from "./event.ts";
import type { World } from "./world.ts";

/** One life. */
export class Incarnation implements EventOwner {
  readonly #world: World;
  readonly #onEnd = new Set<() => void>();
  /** Events that are due and have to wait, in the order in which they were due. */
  readonly #held: SimEvent[] = [];
  /** Events that stand in for those that were held, and have not happened yet. */
  readonly #returning = new Map<SimEvent, SimEvent>();
  #isAlive = true;
  #isPaused = false;

  /** How many lives of this process there were before, plus one. */
  readonly number: number;

  constructor(world: World, number: number) {
    this.#world = world;
    this.number = number;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Events that are due, and held back by a pause. */
  get heldCount(): number {
    return this.#held.length;
  }

  admit(event: SimEvent): "run" | "drop" | "held" {
    if (!this.#isAlive) return "drop";
    // Whoever is due now waits for those who were due before.
    const isInOrder = this.#returning.delete(event) || this.#returning.size === 0;
    if (isInOrder && !this.#isPaused) return "run";
    this.#held.push(event);
    return "held";
  }

  /**
   * Calls `run` when this life ends; at once if it has.
   *
   * @returns how to take that back, for those who have many over a long life
   */
  onEnd(run: () => void): () => void {
    // A function of its own: the same one may be asked for twice.
    const call = (): void => run();
    if (this.#isAlive) this.#onEnd.add(call);
    else run();
    return () => {
      this.#onEnd.delete(call);
    };
  }

  end(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#held.length = 0;
    this.#returning.clear();
    const calls = [...this.#onEnd];
    this.#onEnd.clear();
    for (const run of calls) run();
  }

  pause(): void {
    if (!this.#isAlive) return;
    this.#isPaused = true;
    this.#held.unshift(...this.#returning.values());
    for (const standIn of this.#returning.keys()) standIn.isCancelled = true;
    this.#returning.clear();
  }

  /** Puts back what was held, in the order in which it was due. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#putBackHeld();
  }

  #putBackHeld(): void {
    for (const event of this.#held.splice(0)) {
      if (!event.isCancelled) this.#returning.set(this.#standInFor(event), event);
    }
  }

  /** The event itself cannot come back: its time has passed. But who cancels it knows only it. */
  #standInFor(event: SimEvent): SimEvent {
    const { action } = event;
    const run = (): unknown => {
      if (this.#returning.size === 0) this.#putBackHeld();
      return event.isCancelled ? undefined : action.run();
    };
    return this.#world.enqueue(0, { ...action, run });
  }
}

/** A promise for those whose life has ended: it never settles. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
