/**
 * Read views and iterators on a simulated disk: those of the engine in memory, with the time that
 * reads take, for as long as the life lasts that opened them.
 */

import type { EngineIterator, Entry, IteratorOptions, ReadView } from "@tinykv/engine";
import { TinyKvError } from "@tinykv/runtime";
import type { EngineAccess } from "./engine-access.ts";

/** A {@link ReadView} of one life. */
export class SimReadView implements ReadView {
  readonly #inner: ReadView;
  readonly #access: EngineAccess;

  constructor(inner: ReadView, access: EngineAccess) {
    this.#inner = inner;
    this.#access = access;
  }

  get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return this.#access.read(() => this.#inner.get(cf, key));
  }

  iterator(cf: string, options?: IteratorOptions): EngineIterator {
    return new SimIterator(this.#inner.iterator(cf, options), this.#access);
  }

  close(): Promise<void> {
    return this.#access.ask(() => this.#inner.close());
  }
}

/**
 * An {@link EngineIterator} of one life. The one in memory has moved before the time of the move is
 * over; so this one keeps count itself of whether it is busy.
 */
class SimIterator implements EngineIterator {
  readonly #inner: EngineIterator;
  readonly #access: EngineAccess;
  #isBusy = false;

  constructor(inner: EngineIterator, access: EngineAccess) {
    this.#inner = inner;
    this.#access = access;
  }

  valid(): boolean {
    this.#assertIdle();
    return this.#inner.valid();
  }

  item(): Entry {
    this.#assertIdle();
    return this.#inner.item();
  }

  next(): Promise<void> {
    return this.#alone(() => this.#inner.next());
  }

  seek(key: Buffer): Promise<void> {
    return this.#alone(() => this.#inner.seek(key));
  }

  take(limit: number, bytesMax?: number): Promise<Entry[]> {
    return this.#alone(() => this.#inner.take(limit, bytesMax));
  }

  close(): Promise<void> {
    return this.#access.ask(() => this.#inner.close());
  }

  async #alone<T>(move: () => Promise<T>): Promise<T> {
    this.#assertIdle();
    this.#isBusy = true;
    try {
      return await this.#access.read(move);
    } finally {
      this.#isBusy = false;
    }
  }

  #assertIdle(): void {
    if (!this.#isBusy) return;
    // That it is closed is said rather than that it is busy.
    this.#inner.valid();
    const text = "an earlier seek, next or take has not resolved yet: await it first";
    throw new TinyKvError("engine/iterator-busy", text);
  }
}
