/**
 * The clock of one process: virtual time as this process sees it, who may be wrong about the date
 * and about how fast time goes by.
 *
 * It belongs to the machine and goes on over crashes; timers belong to a life of the process.
 */

import { type CancelTimer, type Clock, invariant } from "@tinykv/runtime";
import type { Incarnation } from "./incarnation.ts";
import type { World } from "./world.ts";

/** What the wall shows when a world begins: 2026-01-01 UTC. */
export const WORLD_EPOCH_MS = 1_767_225_600_000;

const DELAY_MAX_MS = 2 ** 31 - 1;

/** How a clock goes wrong. */
export interface ClockFault {
  /** Added to what the wall shows, in milliseconds. */
  readonly skewMs?: number;
  /** Seconds of this clock per second of the world: 0.5 is half as fast. Above 0. */
  readonly rate?: number;
}

/** The drift of one machine. */
export class ProcessTime {
  readonly #world: World;
  #skewMs = 0;
  #rate = 1;
  /** The moment of the last change of rate, in time of the world and of this clock. */
  #baseWorldMs = 0;
  #baseLocalMs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get rate(): number {
    return this.#rate;
  }

  localMs(): number {
    return this.#baseLocalMs + (this.#world.nowMs - this.#baseWorldMs) * this.#rate;
  }

  wallMs(): number {
    return Math.floor(WORLD_EPOCH_MS + this.localMs() + this.#skewMs);
  }

  /** Changes what is given. Timers that are set already stay where they are. */
  set({ skewMs, rate }: ClockFault): void {
    if (skewMs !== undefined) this.#skewMs = skewMs;
    if (rate === undefined) return;
    invariant(rate > 0 && rate < Infinity, "sim/invalid-rate", { rate });
    this.#baseLocalMs = this.localMs();
    this.#baseWorldMs = this.#world.nowMs;
    this.#rate = rate;
  }
}

/** The clock that one life of a process holds. */
export class ProcessClock implements Clock {
  readonly #world: World;
  readonly #time: ProcessTime;
  readonly #life: Incarnation;
  readonly #node: string;

  constructor(world: World, owner: { time: ProcessTime; life: Incarnation; node: string }) {
    this.#world = world;
    this.#time = owner.time;
    this.#life = owner.life;
    this.#node = owner.node;
  }

  nowMs(): number {
    return this.#time.wallMs();
  }

  monotonicMs(): number {
    return this.#time.localMs();
  }

  setTimer(delayMs: number, run: () => void): CancelTimer {
    const isPossible = delayMs >= 0 && delayMs <= DELAY_MAX_MS;
    invariant(isPossible, "runtime/invalid-delay", { delayMs });
    if (!this.#life.isAlive) return () => undefined;
    return this.#world.schedule((delayMs * 1000) / this.#time.rate, {
      kind: "timer",
      node: this.#node,
      detail: `after ${delayMs} ms`,
      owner: this.#life,
      run,
    });
  }
}
