/**
 * The storage contract: a place to write batches to, and consistent readers of it.
 *
 * Every later lab stands on this page. Lab 1 implements it over one local engine, lab 2B over a
 * replicated one, and labs 1 and 4 build their RPCs on it without knowing which of the two it is.
 *
 * Keys and values are byte strings (`Buffer`). Absent is `undefined`, never an empty buffer. The
 * names of the column families are `default`, `write` and `lock`; any other name, the empty one
 * included, is an error of the caller (`engine/unknown-cf`).
 *
 * Given code: read it, do not change it.
 */

import type { Entry, WriteOp } from "@tinykv/engine";
import type { Context } from "@tinykv/proto";

/**
 * One change of a batch, to one key of one column family:
 *
 * - `{ type: "put", cf, key, value }` sets the key; `value` may be empty;
 * - `{ type: "delete", cf, key }` removes it, if it is there. A delete has no value.
 */
export type Modify = WriteOp;

/**
 * Walks the entries of one column family in ascending order of their keys.
 *
 * Order is unsigned byte comparison (`Buffer.compare`), a key before all longer keys that begin
 * with it. The iterator stands nowhere until the first `await seek(key)`: `valid`, `item`, `next`
 * and `take` before that throw `engine/iterator-unpositioned`. The engine's iterator keeps this
 * contract already.
 */
export interface DBIterator {
  /** Whether it stands on an entry; false past the last entry of the column family. */
  valid(): boolean;
  /**
   * The entry it stands on, the key without any prefix. The buffers stay as they are after `next`.
   *
   * @throws {TinyKvError} `engine/iterator-exhausted` while `valid()` is false
   */
  item(): Entry;
  /**
   * Moves one entry forward.
   *
   * @throws {TinyKvError} `engine/iterator-exhausted` while `valid()` is false
   */
  next(): Promise<void>;
  /** Moves to the first entry whose key is at or after `key`; an empty key means the first. */
  seek(key: Buffer): Promise<void>;
  /**
   * Reads on in one go, which is much faster than `item` and `next` entry by entry.
   *
   * @param limit the most entries to return, 0 or more; it may be larger than what is there
   * @returns the entry it stands on and those after it; empty past the last entry. The iterator
   *   then stands on the entry after them.
   */
  take(limit: number): Promise<Entry[]>;
  /** Frees the iterator; a second call does nothing. */
  close(): Promise<void>;
}

/**
 * A snapshot. All reads through it, those of iterators made later included, show the state at the
 * moment in which `Storage.reader` resolved, whatever is written afterwards.
 *
 * Whoever asked for a reader closes it: first its iterators, then the reader. From lab 2B on every
 * read, of an iterator too, may throw a RegionError: a region can move away while it is read.
 */
export interface StorageReader {
  /**
   * Reads one key.
   *
   * @returns the value, which may be empty; `undefined` if the key is absent
   * @throws {TinyKvError} `engine/unknown-cf`; `engine/closed` once the storage has stopped
   */
  getCF(cf: string, key: Buffer): Promise<Buffer | undefined>;
  /**
   * Opens an iterator over a column family, not positioned yet.
   *
   * @throws {TinyKvError} `engine/unknown-cf`; `engine/closed` once the storage has stopped
   */
  iterCF(cf: string): DBIterator;
  /**
   * Frees the snapshot.
   *
   * @throws {InvariantError} `engine/iterator-open` while iterators of it are open
   */
  close(): Promise<void>;
}

/** A key-value store with column families. */
export interface Storage {
  /**
   * Opens what is there. Once it has resolved, writes and reads are possible.
   *
   * @throws {TinyKvError} `storage/already-started`, and then the running storage goes on as it was
   */
  start(): Promise<void>;
  /**
   * Closes. What was acknowledged survives until the next `start`; readers that are open end. A
   * storage that is not started stays as it is.
   */
  stop(): Promise<void>;
  /**
   * Applies all changes in their order, or none of them, and resolves once they are durable.
   *
   * @param context which region is meant; `undefined` where there is only one
   * @param batch empty is fine, and changes nothing
   * @throws {TinyKvError} `storage/not-started` before `start` and after `stop`;
   *   `engine/unknown-cf`
   * @throws {RegionError} from lab 2B on, if the region cannot serve the request here and now
   */
  write(context: Context | undefined, batch: readonly Modify[]): Promise<void>;
  /**
   * Takes a snapshot of this moment.
   *
   * @param context which region is meant; `undefined` where there is only one
   * @returns a reader that has to be closed
   * @throws {TinyKvError} `storage/not-started` before `start` and after `stop`
   * @throws {RegionError} from lab 2B on, if the region cannot serve the request here and now
   */
  reader(context: Context | undefined): Promise<StorageReader>;
}
