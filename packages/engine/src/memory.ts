/**
 * Engines in memory, for tests and the simulator.
 *
 * Each opener stands for a disk of its own: an engine that was closed can be opened again at the
 * same path and has its data, until the opener itself is dropped. Everything settles without input
 * or output, in an order that only depends on the calls.
 */

import { normalize } from "node:path";
import { TinyKvError } from "@tinykv/runtime";
import { MemoryLevel } from "memory-level";
import type { PhysicalRange } from "./cf-key.ts";
import { checkPath } from "./check-input.ts";
import type { Engine, EngineOpener } from "./engine.ts";
import { LevelEngine } from "./level-engine.ts";
import { type LevelStore, readOnTheSpot } from "./level-store.ts";

type MemoryDatabase = MemoryLevel<Buffer, Buffer>;

const SIZE_STEP_ENTRIES = 1024;

/** Counts every byte of a range: exact, and affordable for the sizes that fit into memory. */
async function sizeOf(database: MemoryDatabase, { start, end }: PhysicalRange): Promise<number> {
  const entries = database.iterator({ gte: start, lt: end });
  let bytes = 0;
  try {
    for (;;) {
      const chunk = await entries.nextv(SIZE_STEP_ENTRIES);
      if (chunk.length === 0) return bytes;
      for (const [key, value] of chunk) bytes += key.length + value.length;
    }
  } finally {
    await entries.close();
  }
}

/** Returns a new, empty disk in memory. */
export function memoryEngines(): EngineOpener {
  const databases = new Map<string, MemoryDatabase>();
  const openPaths = new Set<string>();

  async function open(path: string): Promise<Engine> {
    const place = normalize(`${checkPath(path)}/.`);
    if (openPaths.has(place)) {
      throw new TinyKvError("engine/locked", `${path}: open already`);
    }
    openPaths.add(place);
    const known = databases.get(place);
    const database =
      known ?? new MemoryLevel<Buffer, Buffer>({ keyEncoding: "buffer", valueEncoding: "buffer" });
    databases.set(place, database);
    await database.open();
    const store: LevelStore = {
      database,
      returnsStoredBuffers: true,
      get: (key, options) => readOnTheSpot(database, key, options),
      commit: (ops) => database.batch(ops),
      // Not later: code that only awaits reads from memory never ends its turn.
      afterThisTurn: queueMicrotask,
      sizeOf: (range) => sizeOf(database, range),
      close: async () => {
        await database.close();
        openPaths.delete(place);
      },
    };
    return new LevelEngine(store);
  }

  return { open };
}
