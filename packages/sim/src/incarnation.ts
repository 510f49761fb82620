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
  readonly #onEnd: (() => void)[] = [];
  readonly #held: SimEvent[] = [];
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
    if (!this.#isPaused) return "run";
    this.#held.push(event);
    return "held";
  }

  /** Calls `run` when this life ends; at once if it has. */
  onEnd(run: () => void): void {
    if (this.#isAlive) this.#onEnd.push(run);
    else run();
  }

  end(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#held.length = 0;
    for (const run of this.#onEnd.splice(0)) run();
  }

  pause(): void {
    this.#isPaused = this.#isAlive;
  }

  /** Puts back what was held, in the order in which it was due. */
  resume(): void {
    this.#isPaused = false;
    for (const event of this.#held.splice(0)) {
      if (!event.isCancelled) this.#putBack(event);
    }
  }

  /** The event itself cannot come back: its time has passed. But who cancels it knows only it. */
  #putBack(event: SimEvent): void {
    const { action } = event;
    const run = (): unknown => (event.isCancelled ? undefined : action.run());
    this.#world.schedule(0, { ...action, run });
  }
}

/** A promise for those whose life has ended: it never settles. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
