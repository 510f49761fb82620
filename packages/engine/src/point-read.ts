/**
 * The read of one key, for an engine and for a read view: they differ in the moment that they show
 * and in what closes them.
 *
 * It is one function and one promise from the caller down to the store, because a read in memory
 * costs little more than its promises.
 */

import { encodeCfKey } from "./cf-key.ts";
import { checkCf, checkKey, copyOf } from "./check-input.ts";
import { asEngineError } from "./level-error.ts";
import type { LevelStore, ReadOptions } from "./level-store.ts";

/** Where single keys are read from. */
export interface PointSource {
  readonly store: LevelStore;
  /** The moment to read, by its snapshot; `undefined` is now. */
  readonly options: ReadOptions | undefined;
  /** @throws {TinyKvError} `engine/closed` if it is too late to read */
  readonly assertOpen: () => void;
}

/** Reads the value of `key`; it is the caller's to keep and to change. */
export async function readPoint(
  { store, options, assertOpen }: PointSource,
  cf: string,
  key: Buffer,
): Promise<Buffer | undefined> {
  assertOpen();
  const physical = encodeCfKey(checkCf(cf), checkKey(key));
  try {
    const found = store.get(physical, options);
    // A value that is there already is not waited for.
    const value = found instanceof Promise ? await found : found;
    return value !== undefined && store.returnsStoredBuffers ? copyOf(value) : value;
  } catch (error) {
    throw asEngineError(error);
  }
}
