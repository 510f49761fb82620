/**
 * The storage contract that every lab builds on or implements: a place to write batches to, and
 * consistent readers of it. Lab 1 implements it over one engine, lab 2B over Raft.
 *
 * Given code: read it, do not change it.
 */

import type { Entry, WriteOp } from "@tinykv/engine";
import type { Context } from "@tinykv/proto";

/** One change of a batch: a put or a delete of one key in one column family. */
export type Modify = WriteOp;

/**
 * Walks the entries of one column family in ascending order.
 *
 * It stands nowhere until the first `await seek(key)`. `valid`, `item`, `next` and `take` look at,
 * or move on from, the entry it stands on.
 */
export interface DBIterator {
  /** Whether there is an entry here; false past the last one of the column family. */
  valid(): boolean;
  /** The entry here, its key without any prefix. The buffers stay usable after `next`. */
  item(): Entry;
  /** Moves one entry forward. Only meaningful while `valid()`. */
  next(): Promise<void>;
  /** Moves to the first entry whose key is at or after `key`; an empty key means the first entry. */
  seek(key: Buffer): Promise<void>;
  /** Returns up to `limit` entries from here on, this one included, and moves past them. */
  take(limit: number): Promise<Entry[]>;
  /** Frees the iterator. */
  close(): Promise<void>;
}

/**
 * A snapshot: all reads through it, those of later iterators included, show the state at the moment
 * in which `Storage.reader` resolved.
 */
export interface StorageReader {
  /** The value, or `undefined` if the key is absent. An empty value is a value. */
  getCF(cf: string, key: Buffer): Promise<Buffer | undefined>;
  /** A new iterator over `cf`, not positioned yet. Close it before the reader. */
  iterCF(cf: string): DBIterator;
  /** Frees the snapshot. */
  close(): Promise<void>;
}

/** A key-value store with column families. */
export interface Storage {
  /** Opens what is there; writes and reads are possible once it has resolved. */
  start(): Promise<void>;
  /** Closes; the data survives until the next `start`. */
  stop(): Promise<void>;
  /**
   * Applies all changes in their order, or none of them, and resolves once they are durable.
   *
   * @param context which region is meant; standalone storage ignores it
   */
  write(context: Context | undefined, batch: readonly Modify[]): Promise<void>;
  /** Takes a snapshot of this moment. */
  reader(context: Context | undefined): Promise<StorageReader>;
}
