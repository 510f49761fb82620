/**
 * The part of the `level` family that an engine stands on: what differs between a store on disk and
 * one in memory, and the types of what is alike.
 */

import type { AbstractIterator, AbstractLevel, AbstractSnapshot } from "abstract-level";
import type { PhysicalRange } from "./cf-key.ts";

/** An ordered store with Buffers as keys and values. */
export type LevelDatabase = AbstractLevel<string | Buffer | Uint8Array, Buffer, Buffer>;

/** An iterator of such a store. */
export type LevelCursor = AbstractIterator<LevelDatabase, Buffer, Buffer>;

export type LevelSnapshot = AbstractSnapshot;

/** One change of a physical key, as the `level` family takes it. */
export type PhysicalOp =
  | { readonly type: "put"; readonly key: Buffer; readonly value: Buffer }
  | { readonly type: "del"; readonly key: Buffer };

/**
 * Given with every read of a snapshot. It names the encodings, although they are the store's own,
 * because that saves the store a copy of the options.
 */
export interface ReadOptions {
  readonly keyEncoding: "buffer";
  readonly valueEncoding: "buffer";
  readonly snapshot: LevelSnapshot;
}

/** One open store, with what only its kind can do. */
export interface LevelStore {
  readonly database: LevelDatabase;
  /** True if a read returns the very buffers that are stored, so that they have to be copied. */
  readonly returnsStoredBuffers: boolean;
  /** Reads one key, now or as of a snapshot; at once where that is cheaper than a promise. */
  get(key: Buffer, options?: ReadOptions): Buffer | undefined | Promise<Buffer | undefined>;
  /** Applies all operations atomically, in order; the array and its buffers are the store's now. */
  commit(ops: PhysicalOp[], sync: boolean): Promise<void>;
  /** Calls `run` soon, after the code that is running now and, if possible, what it sets off. */
  afterThisTurn(run: () => void): void;
  /** Estimates the bytes in a range. */
  sizeOf(range: PhysicalRange): Promise<number>;
  /** Closes the store, and everything that is still open in it. */
  close(): Promise<void>;
}

/** Reads one key on the spot. Without options a store takes a shorter way, which is worth it. */
export function readOnTheSpot(
  database: LevelDatabase,
  key: Buffer,
  options?: ReadOptions,
): Buffer | undefined {
  return options === undefined
    ? database.getSync(key)
    : database.getSync<Buffer, Buffer>(key, options);
}
