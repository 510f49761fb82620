/**
 * What an ordered key-value engine with column families promises. On disk and in memory are two
 * implementations of this one contract, held to it by one conformance suite.
 *
 * Keys and values are byte strings. Keys are ordered by unsigned byte comparison, a key before
 * every longer key that it is a prefix of. An empty key and an empty value are legal.
 *
 * Buffers that go in are copied before a call returns, and buffers that come out belong to the
 * caller: nobody shares memory with an engine. A wrong argument is refused with
 * `engine/unknown-cf`, `engine/invalid-key`, `engine/invalid-value`, `engine/invalid-op` or
 * `engine/invalid-limit`, and has no effect.
 */

import type { WriteOp } from "./write-op.ts";

/** When a write counts as done. */
export interface WriteOptions {
  /**
   * True: only after the data is on stable storage. False: survives the process, not a power cut.
   */
  readonly sync: boolean;
}

/** A half-open range of keys of one column family; a bound that is absent or empty is open. */
export interface KeyRange {
  readonly start?: Buffer;
  readonly end?: Buffer;
}

/** One key with its value, as an iterator shows it: the key has no column family prefix. */
export interface Entry {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Which part of a column family an iterator walks, and which way. */
export interface IteratorOptions extends KeyRange {
  /** True: from the last key down. Default false. */
  readonly reverse?: boolean;
}

/**
 * Walks one column family of one read view, reading ahead in chunks.
 *
 * An iterator stands nowhere until the first `await seek(…)`; `valid`, `item`, `next` and `take`
 * before that throw `engine/iterator-unpositioned`. It never leaves its column family or its range.
 * It does one thing at a time: while a `seek`, `next` or `take` has not resolved, everything but
 * `close` throws `engine/iterator-busy`. After its close, or that of its engine: `engine/closed`.
 */
export interface EngineIterator {
  /** Whether there is an entry here; false past the last one. */
  valid(): boolean;
  /**
   * The entry here; asked again without a move, the same one. Its buffers stay as they are after
   * `next` and `close`. Throws `engine/iterator-exhausted`.
   */
  item(): Entry;
  /** Moves to the next entry in the iterator's direction. Throws `engine/iterator-exhausted`. */
  next(): Promise<void>;
  /**
   * Moves to the first entry at or after `key` (reverse: at or before it) inside the range; an
   * empty key is the first entry (reverse: the last).
   */
  seek(key: Buffer): Promise<void>;
  /**
   * Returns up to `limit` entries from here on, this one included, and moves past them. Past the
   * last entry: none.
   *
   * @param limit 0 or more; `Infinity` means all that are left
   * @param bytesMax return after the entry with which keys and values come to this many bytes;
   *   0 or more, default `Infinity`. So a caller can bound what is in memory, and still get on.
   */
  take(limit: number, bytesMax?: number): Promise<Entry[]>;
  /** Frees the iterator; a second call does nothing. */
  close(): Promise<void>;
}

/** Everything as it was at one moment, whatever is written afterwards. */
export interface ReadView {
  /**
   * The value, or `undefined` if the key is absent. Throws `engine/unknown-cf`, `engine/closed`.
   */
  get(cf: string, key: Buffer): Promise<Buffer | undefined>;
  /** A new iterator, not positioned yet. Throws `engine/unknown-cf`, `engine/closed`. */
  iterator(cf: string, options?: IteratorOptions): EngineIterator;
  /**
   * Frees the view, when reads that are on their way are answered; a second call does nothing.
   * Throws InvariantError `engine/iterator-open` while iterators of it are open: close them first.
   */
  close(): Promise<void>;
}

/**
 * What was opened and not closed again by whoever opened it, to find leaks. The close of the engine
 * does not count as theirs: afterwards this still tells what was left open.
 */
export interface EngineUsage {
  readonly openReadViews: number;
  readonly openIterators: number;
}

/** One ordered key-value engine. */
export interface Engine {
  /** The current value, or `undefined` if the key is absent. */
  get(cf: string, key: Buffer): Promise<Buffer | undefined>;
  /**
   * Applies all operations in their order, or none of them, even over a crash. An empty batch is
   * fine. Writes that are on their way at the same time take effect in the order of their calls,
   * and may share one sync. Resolves when the write is done; only from then on it is sure to be
   * seen. Throws `engine/unknown-cf`, `engine/closed`; `engine/io` if it may or may not have
   * happened.
   */
  write(ops: readonly WriteOp[], options: WriteOptions): Promise<void>;
  /** A view of this moment; must be closed. */
  readView(): ReadView;
  /**
   * Removes every key that is in the range now. Not atomic: after a crash, or in a view that is
   * taken meanwhile, a part may be left.
   */
  deleteRange(cf: string, range: KeyRange, options: WriteOptions): Promise<void>;
  /**
   * An estimate of the bytes that the range takes, keys and values. On disk it is about the files:
   * what was written last may be missing, and what compresses well counts less.
   */
  approximateSize(cf: string, range: KeyRange): Promise<number>;
  usage(): EngineUsage;
  /**
   * Closes: accepted writes are finished, reads on their way end with a value or `engine/closed`,
   * open views and iterators end. A second call gives the outcome of the first.
   */
  close(): Promise<void>;
}

/**
 * Opens engines by path: the seam through which lab code reaches a disk, or what stands for one.
 */
export interface EngineOpener {
  /**
   * Opens the engine at `path`, creating it (and its parent folders) if it is missing.
   * Throws `engine/locked` if it is open elsewhere, `engine/corrupt`, `engine/io`;
   * `engine/invalid-path` if it is not a path.
   */
  open(path: string): Promise<Engine>;
}
