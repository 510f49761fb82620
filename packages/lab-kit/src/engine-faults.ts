/**
 * What a test decides about the engines of its disk: they fail when it says so, hold writes back
 * until it lets them go, and it knows what is in use. Without faults armed, behaviour is the same
 * as without.
 *
 * It belongs to the test. Lab code gets the opener, and engines that are frozen.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Engine, EngineOpener, EngineUsage, WriteOp, WriteOptions } from "@tinykv/engine";
import { TinyKvError } from "@tinykv/runtime";
import { FaultyEngine, type Instead } from "./faulty-engine.ts";
import { freezeShared } from "./freeze-shared.ts";
import { plainBytes } from "./plain-bytes.ts";
import { ReadTally } from "./read-tally.ts";

/** What was written so far, through all engines of one opener. */
export interface WriteCounts {
  /** Writes that lab code asked for, failed and held ones included. */
  readonly writes: number;
  /** Those of them that asked for stable storage. */
  readonly syncedWrites: number;
  /** The operations in all of them. */
  readonly items: number;
}

/** Decides what happens to the writes of all engines that its opener has opened. */
export class EngineFaults {
  /** Opens the engines; hand this, and nothing else of it, to lab code. */
  readonly engines: EngineOpener;
  /** The reads of all its engines, and all else that takes time without writing a batch. */
  readonly reads = new ReadTally();
  readonly #inner: EngineOpener;
  readonly #open = new Set<Engine>();
  #counts = { writes: 0, syncedWrites: 0, items: 0 };
  /** The item, counted from now on, whose write fails; 0: none. */
  #failingItem = 0;
  /** Writes that lab code asked for and that have not settled. */
  #pendingWrites = 0;
  /** Turns of the event loop that each write waits. */
  #delayTurns = 0;
  /** Whether the test that this belongs to has ended. */
  #isRetired = false;
  /** Lets the held writes go; `undefined` while writes are not held. */
  #held: (() => void)[] | undefined;

  constructor(inner: EngineOpener) {
    this.#inner = inner;
    this.engines = freezeShared<EngineOpener>({
      open: (path) => this.reads.count(() => this.#openEngine(path)),
    });
  }

  /**
   * Makes the write that contains the `count`-th operation from now on fail: it rejects with
   * `engine/io` and applies nothing. Once; the write after it works again.
   */
  failAtItem(count: number): void {
    this.#failingItem = count;
  }

  /** Holds every write from now on: it neither happens nor settles until {@link releaseWrites}. */
  holdWrites(): void {
    this.#held ??= [];
  }

  /** Lets the held writes happen, in their order, and stops holding. */
  releaseWrites(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const release of held) release();
  }

  /** How many writes are being held. */
  get heldWrites(): number {
    return this.#held?.length ?? 0;
  }

  /** How many writes have neither succeeded nor failed yet, held ones included. */
  get pendingWrites(): number {
    return this.#pendingWrites;
  }

  /**
   * Makes every write from now on happen only after so many turns of the event loop; 0: at once.
   */
  delayWrites(turns: number): void {
    this.#delayTurns = turns;
  }

  /** What was written through all engines so far. */
  get counts(): WriteCounts {
    return { ...this.#counts };
  }

  /** How many engines are open. */
  get openEngines(): number {
    return this.#open.size;
  }

  /** What is in use in all open engines together. */
  usage(): EngineUsage {
    let openReadViews = 0;
    let openIterators = 0;
    for (const engine of this.#open) {
      const usage = engine.usage();
      openReadViews += usage.openReadViews;
      openIterators += usage.openIterators;
    }
    return { openReadViews, openIterators };
  }

  /**
   * Ends this disk: closes what is open, and opens nothing any more. Lab code may have kept the
   * opener, and could do something with it while a later test waits.
   */
  async retire(): Promise<void> {
    this.#isRetired = true;
    await this.closeAll();
  }

  /** Closes every engine that is still open, as the end of a process does. */
  async closeAll(): Promise<void> {
    this.releaseWrites();
    for (const engine of [...this.#open]) await this.#close(engine);
  }

  async #openEngine(path: string): Promise<Engine> {
    if (this.#isRetired) {
      throw new TinyKvError("lab/outside-disk", "this disk belongs to a test that has ended");
    }
    const engine = await this.#inner.open(path);
    this.#open.add(engine);
    const instead: Instead = {
      write: (ops, options) => this.#write(engine, ops, options),
      deleteRange: (cf, range, options) =>
        this.#asWrite(1, options, () => engine.deleteRange(cf, range, options)),
      close: () => this.#close(engine),
    };
    return freezeShared(new FaultyEngine(engine, instead, this.reads));
  }

  async #write(engine: Engine, ops: readonly WriteOp[], options: WriteOptions): Promise<void> {
    // The caller may reuse its buffers at once, so a write that is kept waiting is a copy.
    const copies = Array.from(ops, copyOp);
    const { sync } = options;
    await this.#asWrite(copies.length, { sync }, () => engine.write(copies, { sync }));
  }

  /** Does what changes the engine, under the faults that are armed. */
  async #asWrite(items: number, { sync }: WriteOptions, act: () => Promise<void>): Promise<void> {
    this.#pendingWrites += 1;
    const first = this.#counts.items + 1;
    this.#counts = {
      writes: this.#counts.writes + 1,
      syncedWrites: this.#counts.syncedWrites + (sync ? 1 : 0),
      items: this.#counts.items + items,
    };
    const mustFail = this.#takeFault(items);
    try {
      if (this.#held !== undefined) await this.#hold(this.#held);
      for (let turn = 0; turn < this.#delayTurns; turn += 1) await nextTurn();
      if (mustFail) {
        throw new TinyKvError("engine/io", `the disk failed in the write of item ${first} and up`);
      }
      await act();
    } finally {
      this.#pendingWrites -= 1;
    }
  }

  /** Counts `items` towards the armed fault; true if it strikes this write. */
  #takeFault(items: number): boolean {
    if (this.#failingItem === 0) return false;
    const strikes = items >= this.#failingItem;
    this.#failingItem = strikes ? 0 : this.#failingItem - items;
    return strikes;
  }

  #hold(held: (() => void)[]): Promise<void> {
    return new Promise((resolve) => {
      held.push(resolve);
    });
  }

  async #close(engine: Engine): Promise<void> {
    this.#open.delete(engine);
    await engine.close();
  }
}

function copyOp(op: WriteOp): WriteOp {
  const { type, cf, key } = op;
  // A key or value that is no Buffer goes on as it is: the engine says what is wrong with it.
  if (type !== "put") return { type, cf, key: copyBuffer(key) };
  return { type, cf, key: copyBuffer(key), value: copyBuffer(op.value) };
}

function copyBuffer(bytes: Buffer): Buffer {
  return Buffer.isBuffer(bytes) ? (plainBytes(bytes) ?? bytes) : bytes;
}
