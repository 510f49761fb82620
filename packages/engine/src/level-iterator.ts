/**
 * Walks one column family of one read view, over a cursor of the store.
 *
 * The cursor can only be read asynchronously, while `valid` and `item` answer at once: so there is
 * always a chunk of entries read ahead, unless the end is reached. The first chunk after a seek is
 * small, because many seeks want one entry; each further one is larger, up to a limit in entries,
 * while the store limits it in bytes. `take` asks for exactly what it needs.
 *
 * Kept at all times: the iterator stands on `#chunk[#position]`; if there is no such entry, it
 * stands past the last one. So whoever uses up the chunk has to fill it before it is done.
 */

import { TinyKvError } from "@tinykv/runtime";
import { decodeCfKey, encodeCfKey, type PhysicalRange } from "./cf-key.ts";
import { checkKey, checkLimit, copyOf } from "./check-input.ts";
import type { ColumnFamily } from "./column-family.ts";
import type { EngineIterator, Entry } from "./engine.ts";
import { asEngineError, engineClosed } from "./level-error.ts";
import type { LevelCursor } from "./level-store.ts";

/** Entries in the first chunk after a seek: one to stand on, and a few for a short loop. */
const CHUNK_ENTRIES_FIRST = 2;
/** How much larger each further chunk is. */
const CHUNK_GROWTH = 4;
/** Entries in the largest chunk. */
const CHUNK_ENTRIES_MAX = 1024;

/** What an iterator needs from its read view. */
export interface IteratorSource {
  /** @throws {TinyKvError} `engine/closed` once the view or its engine is closed */
  assertOpen(): void;
  /** Opens a cursor that stands before the first entry of `range`, in its direction. */
  openCursor(range: PhysicalRange, reverse: boolean): LevelCursor;
  /** Told once, when the iterator is closed. */
  onIteratorClose(): void;
  /** True if entries have to be copied before anyone sees them. */
  readonly returnsStoredBuffers: boolean;
}

/** Where an iterator walks. */
export interface IteratorScope {
  readonly cf: ColumnFamily;
  readonly range: PhysicalRange;
  readonly reverse: boolean;
}

/** An {@link EngineIterator} over a cursor of the `level` family. */
export class LevelIterator implements EngineIterator {
  readonly #source: IteratorSource;
  readonly #scope: IteratorScope;
  #cursor: LevelCursor | undefined;
  /** True while the cursor still stands where it was opened. */
  #isCursorFresh = false;
  #chunk: readonly (readonly [Buffer, Buffer])[] = [];
  #position = 0;
  #chunkEntries = CHUNK_ENTRIES_FIRST;
  /** The entry at `#position`, once somebody has asked for it. */
  #current: Entry | undefined;
  #isPositioned = false;
  #isBusy = false;
  #isClosed = false;

  constructor(source: IteratorSource, scope: IteratorScope) {
    this.#source = source;
    this.#scope = scope;
  }

  valid(): boolean {
    this.#assertPositioned();
    return this.#position < this.#chunk.length;
  }

  item(): Entry {
    this.#assertValid();
    this.#current ??= this.#entryAt(this.#position);
    return this.#current;
  }

  async next(): Promise<void> {
    this.#assertValid();
    this.#moveBy(1);
    if (this.#position === this.#chunk.length) await this.#alone(() => this.#fill());
  }

  async seek(key: Buffer): Promise<void> {
    this.#assertUsable();
    const target = checkKey(key);
    // From here on the old position is gone, whether or not this succeeds.
    this.#isPositioned = false;
    this.#showChunk([]);
    this.#chunkEntries = CHUNK_ENTRIES_FIRST;
    await this.#alone(async () => {
      if (await this.#moveCursor(target)) await this.#fill();
    });
    this.#isPositioned = true;
  }

  async take(limit: number, bytesMax: number = Infinity): Promise<Entry[]> {
    this.#assertPositioned();
    const wanted = checkLimit(limit);
    let bytesLeft = checkLimit(bytesMax);
    const entries: Entry[] = [];
    await this.#alone(async () => {
      let isFull = wanted === 0;
      while (!isFull && this.#position < this.#chunk.length) {
        let end = this.#position;
        while (!isFull && end < this.#chunk.length) {
          const entry = this.#entryAt(end++);
          entries.push(entry);
          bytesLeft -= entry.key.length + entry.value.length;
          isFull = entries.length === wanted || bytesLeft <= 0;
        }
        this.#moveBy(end - this.#position);
        if (end < this.#chunk.length) continue;
        // One more than is missing: the entry to stand on afterwards.
        await this.#fill(bytesLeft <= 0 ? 1 : wanted - entries.length + 1);
      }
    });
    return entries;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#showChunk([]);
    this.#source.onIteratorClose();
    await this.#cursor?.close();
  }

  /** Puts the cursor before the first entry for `key`; false if there surely is none. */
  async #moveCursor(key: Buffer): Promise<boolean> {
    const { cf, range, reverse } = this.#scope;
    const { start, end } = range;
    if (start.compare(end) >= 0) return false;
    const target = encodeCfKey(cf, key);
    const isBeforeStart = target.compare(start) < 0;
    const isAtOrAfterEnd = target.compare(end) >= 0;
    const isWholeRange = key.length === 0 || (reverse ? isAtOrAfterEnd : isBeforeStart);
    if (isWholeRange) {
      await this.#rewind();
      return true;
    }
    if (reverse ? isBeforeStart : isAtOrAfterEnd) return false;
    this.#openCursor().seek(target);
    this.#isCursorFresh = false;
    return true;
  }

  /** Puts the cursor where a new one stands: a reverse cursor cannot seek to an open end. */
  async #rewind(): Promise<void> {
    const old = this.#cursor;
    if (old !== undefined && this.#isCursorFresh) return;
    this.#cursor = undefined;
    this.#openCursor();
    await old?.close();
  }

  #openCursor(): LevelCursor {
    if (this.#cursor === undefined) {
      this.#cursor = this.#source.openCursor(this.#scope.range, this.#scope.reverse);
      this.#isCursorFresh = true;
    }
    return this.#cursor;
  }

  /** Replaces the used-up chunk by the next one, of `entriesMax` at most, or by an empty one. */
  async #fill(entriesMax = this.#chunkEntries): Promise<void> {
    if (this.#cursor === undefined) return;
    this.#isCursorFresh = false;
    const chunk = await this.#cursor.nextv(Math.min(entriesMax, CHUNK_ENTRIES_MAX));
    this.#assertOpen();
    this.#showChunk(chunk);
    this.#chunkEntries = Math.min(this.#chunkEntries * CHUNK_GROWTH, CHUNK_ENTRIES_MAX);
  }

  #showChunk(chunk: readonly (readonly [Buffer, Buffer])[]): void {
    this.#chunk = chunk;
    this.#position = 0;
    this.#current = undefined;
  }

  #moveBy(entries: number): void {
    this.#position += entries;
    this.#current = undefined;
  }

  #entryAt(position: number): Entry {
    const pair = this.#chunk[position];
    if (pair === undefined) throw exhausted();
    const key = decodeCfKey(this.#scope.cf, pair[0]);
    if (!this.#source.returnsStoredBuffers) return { key, value: pair[1] };
    return { key: copyOf(key), value: copyOf(pair[1]) };
  }

  /** Runs the one thing that may be going on with the cursor; after a failure, seek again. */
  async #alone(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    try {
      await work();
    } catch (error) {
      this.#isPositioned = false;
      throw asEngineError(error);
    } finally {
      this.#isBusy = false;
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw engineClosed();
    this.#source.assertOpen();
  }

  #assertUsable(): void {
    this.#assertOpen();
    if (!this.#isBusy) return;
    const text = "an earlier seek, next or take has not resolved yet: await it first";
    throw new TinyKvError("engine/iterator-busy", text);
  }

  #assertPositioned(): void {
    this.#assertUsable();
    if (this.#isPositioned) return;
    const text = "this iterator stands nowhere yet: await seek(key) first";
    throw new TinyKvError("engine/iterator-unpositioned", text);
  }

  #assertValid(): void {
    this.#assertPositioned();
    if (this.#position >= this.#chunk.length) throw exhausted();
  }
}

function exhausted(): TinyKvError {
  const text = "this iterator stands past the last entry: ask valid() first";
  return new TinyKvError("engine/iterator-exhausted", text);
}
