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
import type { LevelStore } from "./level-store.ts";

async function openStore(path: string): Promise<LevelStore> {
  const database = new ClassicLevel<Buffer, Buffer>(path, {
    keyEncoding: "buffer",
    valueEncoding: "buffer",
  });
  await database.open();
  return {
    database,
    // Native code copies into new buffers.
    returnsStoredBuffers: false,
    get: (key, options) => database.get<Buffer, Buffer>(key, options),
    commit: (ops, sync) => database.batch(ops, { sync }),
    // When all promises that can settle have settled: every read of a disk ends a turn sooner or
    // later, so nobody can keep a write waiting for ever.
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
