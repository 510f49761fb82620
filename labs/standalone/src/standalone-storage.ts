/** You write this file: the storage of one machine, over one engine.
 *
 * It keeps an engine open between `start` and `stop`, hands every batch to it, and gives out
 * readers that are frozen on one moment. Column families, order of keys and atomic batches are the
 * engine's work already (`@tinykv/engine`): the storage decides *when* an engine is open, *which*
 * moment a reader shows, and *what* an acknowledged write promises.
 *
 * Contracts: `Storage` and `StorageReader` in `storage.ts`, `Engine` and `ReadView` in
 * `@tinykv/engine`. Handout: docs/labs/standalone.md.
 */

import type { Context } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { StandaloneConfig } from "./standalone-config.ts";
import type { DBIterator, Modify, Storage, StorageReader } from "./storage.ts";

/** A {@link Storage} over one local engine. It serves every key, so it ignores the context. */
export class StandaloneStorage implements Storage {
  /**
   * Makes a storage that is not started yet. Nothing is opened here: a constructor cannot wait.
   *
   * @param config where the data lives, and what opens an engine there
   */
  constructor(config: StandaloneConfig) {
    // TODO(1) remember what `start` will need; add the fields you want above.
    //   read:  docs/labs/standalone.md#start-and-stop; labs/standalone/src/standalone-config.ts
    //   keep:  no engine is open before `start`
    //   check: npm run lab -- test 1 -t "S26 "
    todo("1", "StandaloneStorage.constructor");
  }

  /**
   * Opens the engine at the configured path; the folder is created if it is missing.
   *
   * @throws {TinyKvError} `storage/already-started` if it is open, and then nothing changes;
   *   whatever opening the engine throws (`engine/locked`, `engine/corrupt`, `engine/io`)
   */
  async start(): Promise<void> {
    // TODO(1) open the engine with `config.engines` and keep it for the other methods.
    //   read:  docs/labs/standalone.md#start-and-stop; `EngineOpener` in
    //          packages/engine/src/engine.ts
    //   keep:  what an earlier run wrote is still there; a second `start` does no harm
    //   check: npm run lab -- test 1 -t "S26 "
    todo("1", "StandaloneStorage.start");
  }

  /**
   * Closes the engine; everything acknowledged survives until the next `start`. Readers that are
   * still open end with it. Stopping a storage that is not started does nothing.
   */
  async stop(): Promise<void> {
    // TODO(1) close the engine, and forget it.
    //   read:  docs/labs/standalone.md#start-and-stop; `Engine.close` in
    //          packages/engine/src/engine.ts
    //   keep:  after `stop` the storage is not started: it refuses to read and write, and may start
    //   check: npm run lab -- test 1 -t "S26 "
    todo("1", "StandaloneStorage.stop");
  }

  /**
   * Applies all changes in their order, or none of them; resolves once they are on stable storage.
   *
   * @param _context not used: there is only one region here
   * @param batch in the order in which it takes effect; an empty one is fine and changes nothing
   * @throws {TinyKvError} `storage/not-started`; `engine/unknown-cf` for a column family that does
   *   not exist, and then nothing of the batch is written
   */
  async write(_context: Context | undefined, batch: readonly Modify[]): Promise<void> {
    // TODO(1) give the whole batch to the engine as one synced write.
    //   read:  docs/labs/standalone.md#writing-a-batch; `Engine.write`, `WriteOptions` in
    //          packages/engine/src/engine.ts
    //   keep:  all or nothing; in order; durable before this resolves
    //   check: npm run lab -- test 1 -t "S26 "
    todo("1", "StandaloneStorage.write");
  }

  /**
   * Takes a snapshot of this moment.
   *
   * @param _context not used: there is only one region here
   * @returns a reader that somebody has to close
   * @throws {TinyKvError} `storage/not-started`
   */
  async reader(_context: Context | undefined): Promise<StorageReader> {
    // TODO(1) take a read view of the engine now, and wrap it in a reader.
    //   read:  docs/labs/standalone.md#readers-are-snapshots; `ReadView` in
    //          packages/engine/src/engine.ts
    //   keep:  the moment of the snapshot is this call, not the first read
    //   check: npm run lab -- test 1 -t "S11 "
    todo("1", "StandaloneStorage.reader");
  }
}

/** A {@link StorageReader} over one read view of the engine. */
class StandaloneReader implements StorageReader {
  /**
   * Reads one key in the state of the snapshot.
   *
   * @returns the value, which may be empty; `undefined` if the key is absent
   * @throws {TinyKvError} `engine/unknown-cf`
   */
  async getCF(cf: string, key: Buffer): Promise<Buffer | undefined> {
    // TODO(1) read the key from the view.
    //   read:  docs/labs/standalone.md#readers-are-snapshots
    //   keep:  an empty value is a value; absent is not an error
    //   check: npm run lab -- test 1 -t "S11 "
    todo("1", "StandaloneReader.getCF");
  }

  /** Frees the snapshot. Its iterators have to be closed before. */
  async close(): Promise<void> {
    // TODO(1) free the view.
    //   read:  docs/labs/standalone.md#readers-are-snapshots
    //   keep:  nothing stays open in the engine
    //   check: npm run lab -- test 1 -t "S11 "
    todo("1", "StandaloneReader.close");
  }

  /**
   * Opens an iterator on the snapshot.
   *
   * @returns an iterator that stands nowhere until its first `seek`; close it before the reader
   * @throws {TinyKvError} `engine/unknown-cf`
   */
  iterCF(cf: string): DBIterator {
    // TODO(1) open an iterator of the view over the column family.
    //   read:  docs/labs/standalone.md#ordered-iteration; `DBIterator` in
    //          labs/standalone/src/storage.ts
    //   keep:  it shows the snapshot, not what was written since; it stays in its column family
    //   check: npm run lab -- test 1 -t TestEngineUtil
    todo("1", "StandaloneReader.iterCF");
  }
}
