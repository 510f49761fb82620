/**
 * Storages that stand between a server and the lab's own storage, to fail on purpose or to look at
 * what passes through. They hold no data, and look like the real thing as far as that is possible:
 * they are of its class, and its methods are not their own.
 */

import type { Context } from "@tinykv/proto";
import type { Modify, Storage, StorageReader } from "../src/index.ts";

/** How a stand-in differs from the storage behind it. */
export interface Differences {
  /** Called before every `write` and `reader`; what it throws, the call rejects with. */
  readonly before?: (context: Context | undefined) => void;
  /** Given every reader; returns what the handlers get in its place. */
  readonly wrapReader?: (reader: StorageReader) => StorageReader;
}

/** A storage that does what `storage` does, but for the differences. */
export function standIn(storage: Storage, { before, wrapReader }: Differences): Storage {
  const methods: Storage = {
    start: () => storage.start(),
    stop: () => storage.stop(),
    write: async (context: Context | undefined, batch: readonly Modify[]) => {
      before?.(context);
      await storage.write(context, batch);
    },
    reader: async (context: Context | undefined) => {
      before?.(context);
      const reader = await storage.reader(context);
      return wrapReader === undefined ? reader : wrapReader(reader);
    },
  };
  const ofItsClass = Object.create(Object.getPrototypeOf(storage) as object) as object;
  return Object.create(Object.assign(ofItsClass, methods)) as Storage;
}
