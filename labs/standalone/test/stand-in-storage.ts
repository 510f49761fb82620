/**
 * Storages that stand between a server and the lab's own storage, to fail on purpose or to look at
 * what passes through. They hold no data, and the handlers cannot tell them from the real thing.
 */

import type { Context } from "@tinykv/proto";
import type { DBIterator, Modify, Storage, StorageReader } from "../src/index.ts";

/** How a stand-in differs from the storage behind it. */
export interface Differences {
  /** Called before every `write` and `reader`; what it throws, the call rejects with. */
  readonly before?: (context: Context | undefined) => void;
  /** Given every iterator; returns what the handlers get in its place. */
  readonly wrapIterator?: (iterator: DBIterator) => DBIterator;
}

/** A storage that does what `storage` does, but for the differences. */
export function standIn(storage: Storage, { before, wrapIterator }: Differences): Storage {
  return Object.freeze({
    start: () => storage.start(),
    stop: () => storage.stop(),
    write: async (context: Context | undefined, batch: readonly Modify[]) => {
      before?.(context);
      await storage.write(context, batch);
    },
    reader: async (context: Context | undefined) => {
      before?.(context);
      const reader = await storage.reader(context);
      return wrapIterator === undefined ? reader : withIterators(reader, wrapIterator);
    },
  });
}

function withIterators(
  reader: StorageReader,
  wrap: (iterator: DBIterator) => DBIterator,
): StorageReader {
  return Object.freeze({
    getCF: (cf: string, key: Buffer) => reader.getCF(cf, key),
    iterCF: (cf: string) => wrap(reader.iterCF(cf)),
    close: () => reader.close(),
  });
}

/** The same iterator on a disk that fails as soon as it is moved on, however that is done. */
export function failingToMove(iterator: DBIterator): DBIterator {
  const fail = async (): Promise<never> => {
    throw new Error("the disk failed in the middle of the scan");
  };
  return Object.freeze({
    valid: () => iterator.valid(),
    item: () => iterator.item(),
    next: fail,
    seek: (key: Buffer) => iterator.seek(key),
    take: fail,
    close: () => iterator.close(),
  });
}
