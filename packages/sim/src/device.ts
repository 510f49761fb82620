/**
 * What makes a disk slow and unreliable, whatever is kept on it: each write takes a drawn time, and
 * writes finish in the order of their calls; the next ones can be made to fail; it can be full.
 *
 * A write belongs to a life of a process. When that ends, the writes that have not finished never
 * happen, and nothing else is lost.
 */

import { type Random, TinyKvError } from "@tinykv/runtime";
import { chance, drawUs, type RangeMs } from "./draws.ts";
import { type Incarnation, never } from "./incarnation.ts";
import { type NodeId, nodeName } from "./node-id.ts";
import type { World } from "./world.ts";

/** How a disk behaves. */
export interface DiskQuality {
  /** How long a write takes. */
  readonly writeMs: RangeMs;
  /** True: every write fails, and surely has not happened. */
  readonly isFull: boolean;
  /** Of writes, how many fail; whether such a write has happened is drawn too. */
  readonly failRate: number;
}

/** A quick disk without faults. */
export const GOOD_DISK: DiskQuality = { writeMs: [0.1, 1], isFull: false, failRate: 0 };

/** The device of one machine; it stays when the process on it crashes. */
export class SimDevice {
  readonly #world: World;
  readonly #node: string;
  readonly #random: Random;
  #quality: DiskQuality;
  #failNext = 0;
  #lastDoneUs = 0;
  #count = 0;

  constructor(world: World, id: NodeId, quality: Partial<DiskQuality> = {}) {
    this.#world = world;
    this.#node = nodeName(id);
    this.#random = world.random(`disk ${this.#node}`);
    this.#quality = { ...GOOD_DISK, ...quality };
  }

  get node(): string {
    return this.#node;
  }

  get world(): World {
    return this.#world;
  }

  /** Changes what is given, for writes from now on. */
  set(change: Partial<DiskQuality>): void {
    this.#quality = { ...this.#quality, ...change };
  }

  /** Lets the next writes fail. */
  failNext(count: number): void {
    this.#failNext = count;
  }

  /**
   * Does one write.
   *
   * @param apply makes it durable; called at the moment from which on it is, or not at all
   * @returns resolves at that moment; never settles if `life` ends before it
   * @throws {TinyKvError} `sim/disk-full`; `engine/io` if it may or may not have happened
   */
  write(life: Incarnation, apply: () => unknown): Promise<void> {
    this.#world.assertInside("write");
    if (!life.isAlive) return never();
    this.#count += 1;
    const number = this.#count;
    const delayUs = this.#drawDelayUs();
    const failure = this.#drawFailure();
    const endWait = this.#world.beginWait(this.#node, `write ${number} to its disk`);
    const forget = life.onEnd(endWait);
    return new Promise((resolve, reject) => {
      this.#world.schedule(delayUs, {
        kind: failure === undefined ? "write" : "fail",
        node: this.#node,
        detail: `#${number} +${(delayUs / 1000).toFixed(3)} ms${failure?.words ?? ""}`,
        owner: life,
        run: async () => {
          forget();
          endWait();
          if (failure?.isApplied !== false) await apply();
          if (!life.isAlive) return;
          if (failure === undefined) resolve();
          else reject(failure.error);
        },
      });
    });
  }

  #drawDelayUs(): number {
    const doneUs = this.#world.nowUs + drawUs(this.#random, this.#quality.writeMs);
    this.#lastDoneUs = Math.max(this.#lastDoneUs, doneUs);
    return this.#lastDoneUs - this.#world.nowUs;
  }

  #drawFailure(): { error: TinyKvError; words: string; isApplied: boolean } | undefined {
    const isUnlucky = chance(this.#random, this.#quality.failRate);
    if (this.#quality.isFull) {
      const error = new TinyKvError("sim/disk-full", `the disk of ${this.#node} is full`);
      return { error, words: " (full)", isApplied: false };
    }
    if (this.#failNext === 0 && !isUnlucky) return undefined;
    this.#failNext = Math.max(0, this.#failNext - 1);
    const isApplied = this.#random.below(2) === 1;
    const text = `a write to the disk of ${this.#node} failed`;
    const error = new TinyKvError("engine/io", text, { definite: false });
    return { error, words: isApplied ? " (happened)" : " (did not happen)", isApplied };
  }
}
