/**
 * Knows how many reads of an engine are on their way, and how many there were: whoever waits for
 * lab code to do nothing more has to wait for its reads too, however many it makes.
 *
 * Whatever else takes time without writing a batch counts as a read: opening, closing, measuring.
 * A loop of it would pass the time as well.
 */

import type { EngineIterator, Entry, IteratorOptions, ReadView } from "@tinykv/engine";
import { freezeShared } from "./freeze-shared.ts";

/** Counts the reads that go through what it has wrapped. */
export class ReadTally {
  #begun = 0;
  #pending = 0;

  /** Reads so far, those on their way included. */
  get begun(): number {
    return this.#begun;
  }

  /** Reads that have not come back yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Does one read, counted. */
  async count<T>(read: () => Promise<T>): Promise<T> {
    this.#begun += 1;
    this.#pending += 1;
    try {
      return await read();
    } finally {
      this.#pending -= 1;
    }
  }
}

/** The same view; its reads and those of its iterators are counted. */
export function countedView(view: ReadView, tally: ReadTally): ReadView {
  return freezeShared(new CountedView(view, tally));
}

class CountedView implements ReadView {
  readonly #view: ReadView;
  readonly #tally: ReadTally;

  constructor(view: ReadView, tally: ReadTally) {
    this.#view = view;
    this.#tally = tally;
  }

  get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return this.#tally.count(() => this.#view.get(cf, key));
  }

  iterator(cf: string, options?: IteratorOptions): EngineIterator {
    return freezeShared(new CountedIterator(this.#view.iterator(cf, options), this.#tally));
  }

  close(): Promise<void> {
    return this.#tally.count(() => this.#view.close());
  }
}

class CountedIterator implements EngineIterator {
  readonly #iterator: EngineIterator;
  readonly #tally: ReadTally;

  constructor(iterator: EngineIterator, tally: ReadTally) {
    this.#iterator = iterator;
    this.#tally = tally;
  }

  valid(): boolean {
    return this.#iterator.valid();
  }

  item(): Entry {
    return this.#iterator.item();
  }

  next(): Promise<void> {
    return this.#tally.count(() => this.#iterator.next());
  }

  seek(key: Buffer): Promise<void> {
    return this.#tally.count(() => this.#iterator.seek(key));
  }

  take(limit: number, bytesMax?: number): Promise<Entry[]> {
    return this.#tally.count(() => this.#iterator.take(limit, bytesMax));
  }

  close(): Promise<void> {
    return this.#tally.count(() => this.#iterator.close());
  }
}
