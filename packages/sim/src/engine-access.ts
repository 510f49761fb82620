/**
 * How one life of a process reaches its engines: what it asks for comes only while it lives, and a
 * read may take time.
 *
 * A call that comes after the end of the life is not passed on at all; the answer to one that came
 * before is held back. So an ended life neither changes an engine nor goes on because of one.
 */

import type { Random } from "@tinykv/runtime";
import type { SimDevice } from "./device.ts";
import { drawUs, type RangeMs } from "./draws.ts";
import { type Incarnation, never } from "./incarnation.ts";
import { whileAlive } from "./process.ts";

/** How long reads take. */
export interface ReadTime {
  readonly random: Random;
  /** Undefined: no time, and no step of the world. */
  readonly rangeMs: RangeMs | undefined;
}

/** One life with its disk. */
export class EngineAccess {
  readonly #device: SimDevice;
  readonly #life: Incarnation;
  readonly #readTime: ReadTime;

  constructor(device: SimDevice, life: Incarnation, readTime: ReadTime) {
    this.#device = device;
    this.#life = life;
    this.#readTime = readTime;
  }

  /** Begins something at once; what comes of it, unless the life ends before. */
  ask<T>(begin: () => Promise<T>): Promise<T> {
    return this.#life.isAlive ? whileAlive(this.#life, begin()) : never<T>();
  }

  /** As `ask`, for a read: it sees the moment of the call, and the answer comes after its time. */
  read<T>(begin: () => Promise<T>): Promise<T> {
    return this.ask(async () => {
      const [answer] = await Promise.all([begin(), this.#pass()]);
      return answer;
    });
  }

  #pass(): Promise<void> | undefined {
    const { random, rangeMs } = this.#readTime;
    if (rangeMs === undefined) return undefined;
    const { world, node } = this.#device;
    const delayUs = drawUs(random, rangeMs);
    const detail = `a read, +${(delayUs / 1000).toFixed(3)} ms`;
    return new Promise((resolve) => {
      world.schedule(delayUs, { kind: "run", node, detail, owner: this.#life, run: resolve });
    });
  }
}
