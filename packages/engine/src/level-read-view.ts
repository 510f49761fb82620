/**
 * One moment of an engine, over an explicit snapshot of the store.
 *
 * The view owns the snapshot and counts its own iterators. It must not create a cursor once the
 * snapshot is closed: native code trusts that it is there.
 */

import { InvariantError } from "@tinykv/runtime";
import { encodeCfRange, type PhysicalRange } from "./cf-key.ts";
import { checkCf, checkRange } from "./check-input.ts";
import type { EngineIterator, IteratorOptions, ReadView } from "./engine.ts";
import type { EngineLife } from "./engine-life.ts";
import { engineClosed } from "./level-error.ts";
import { LevelIterator } from "./level-iterator.ts";
import type { LevelCursor, LevelSnapshot, LevelStore, ReadOptions } from "./level-store.ts";
import { type PointSource, readPoint } from "./point-read.ts";

/** Bytes after which the store ends a chunk, so that large values do not pile up. */
const CHUNK_BYTES_MAX = 256 * 1024;

/** A {@link ReadView} over a snapshot of the `level` family. */
export class LevelReadView implements ReadView {
  readonly #store: LevelStore;
  readonly #life: EngineLife;
  readonly #snapshot: LevelSnapshot;
  readonly #readOptions: ReadOptions;
  readonly #points: PointSource;
  #openIterators = 0;
  #isClosed = false;

  constructor(store: LevelStore, life: EngineLife) {
    this.#store = store;
    this.#life = life;
    this.#snapshot = store.database.snapshot();
    this.#readOptions = {
      keyEncoding: "buffer",
      valueEncoding: "buffer",
      snapshot: this.#snapshot,
    };
    this.#points = {
      store,
      options: this.#readOptions,
      assertOpen: () => this.#assertOpen(),
    };
    life.countReadView(1);
  }

  get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return readPoint(this.#points, cf, key);
  }

  iterator(cf: string, options: IteratorOptions = {}): EngineIterator {
    this.#assertOpen();
    const family = checkCf(cf);
    const range = encodeCfRange(family, checkRange(options));
    const source = {
      assertOpen: () => this.#assertOpen(),
      openCursor: (bounds: PhysicalRange, isReverse: boolean) =>
        this.#openCursor(bounds, isReverse),
      onIteratorClose: () => this.#countIterator(-1),
      returnsStoredBuffers: this.#store.returnsStoredBuffers,
    };
    const iterator = new LevelIterator(source, {
      cf: family,
      range,
      reverse: options.reverse === true,
    });
    this.#countIterator(1);
    return iterator;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    // After the engine's close there is nothing left that an iterator could read from.
    if (this.#openIterators > 0 && this.#life.isOpen) {
      throw new InvariantError("engine/iterator-open", { openIterators: this.#openIterators });
    }
    this.#isClosed = true;
    this.#life.countReadView(-1);
    await this.#snapshot.close();
  }

  #openCursor({ start, end }: PhysicalRange, reverse: boolean): LevelCursor {
    this.#assertOpen();
    const options = {
      ...this.#readOptions,
      gte: start,
      lt: end,
      reverse,
      highWaterMarkBytes: CHUNK_BYTES_MAX,
    };
    return this.#store.database.iterator<Buffer, Buffer>(options);
  }

  #countIterator(change: 1 | -1): void {
    this.#openIterators += change;
    this.#life.countIterator(change);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw engineClosed();
    this.#life.assertOpen();
  }
}
