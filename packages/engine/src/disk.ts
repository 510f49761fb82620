/**
 * Engines on disk: one LevelDB folder per path.
 *
 * LevelDB locks its folder, so a second engine at the same path, in this process or in another one,
 * does not open.
 */

import { nextTick } from "node:process";
import { ClassicLevel } from "classic-level";
import { checkPath } from "./check-input.ts";
import type { Engine, EngineOpener } from "./engine.ts";
import { LevelEngine } from "./level-engine.ts";
import { asEngineError } from "./level-error.ts";
import { type LevelStore, type ReadOptions, readOnTheSpot } from "./level-store.ts";

/** Reads that one turn of the event loop does itself; the others go to another thread. */
const READS_PER_TURN_MAX = 128;

/**
 * Reads of one key. What is asked for is nearly always in memory, in a table of LevelDB or in the
 * page cache of the system, and then the way to another thread and back costs ten times the read.
 * So a turn of the event loop reads on the spot, and waits for the disk if it has to. But only so
 * often: nobody who reads in a loop can keep the turn from ending.
 */
class PointReads {
  readonly #database: ClassicLevel<Buffer, Buffer>;
  #readsInTurn = 0;

  constructor(database: ClassicLevel<Buffer, Buffer>) {
    this.#database = database;
  }

  get(key: Buffer, options?: ReadOptions): ReturnType<LevelStore["get"]> {
    if (this.#readsInTurn === READS_PER_TURN_MAX)
      return this.#database.get<Buffer, Buffer>(key, options ?? {});
    if (this.#readsInTurn === 0) setImmediate(() => (this.#readsInTurn = 0));
    this.#readsInTurn += 1;
    return readOnTheSpot(this.#database, key, options);
  }
}

async function openStore(path: string): Promise<LevelStore> {
  const database = new ClassicLevel<Buffer, Buffer>(path, {
    keyEncoding: "buffer",
    valueEncoding: "buffer",
  });
  await database.open();
  const pointReads = new PointReads(database);
  return {
    database,
    // Native code copies into new buffers.
    returnsStoredBuffers: false,
    get: (key, options) => pointReads.get(key, options),
    commit: (ops, sync) => database.batch(ops, { sync }),
    // When all promises that can settle have settled. Reads let a turn end sooner or later, so
    // nobody can keep a write waiting for ever.
    afterThisTurn: nextTick,
    sizeOf: ({ start, end }) => database.approximateSize(start, end),
    close: () => database.close(),
  };
}

/** Returns the opener of engines in the file system. */
export function diskEngines(): EngineOpener {
  async function open(path: string): Promise<Engine> {
    const place = checkPath(path);
    try {
      return new LevelEngine(await openStore(place));
    } catch (error) {
      throw asEngineError(error, { path: place });
    }
  }

  return { open };
}
