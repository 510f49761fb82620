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

/** Who opens engines on a disk in memory, and decides what becomes of them. */
export interface MemoryUser {
  /**
   * Makes a batch happen by calling `apply`, sooner or later or never, and settles as the write
   * that it is part of. Asked for one batch at a time per engine.
   */
  commit(apply: () => Promise<void>): Promise<void>;
  /**
   * Told with every engine how to give up its path, for a user that goes without closing it: then
   * the path can be opened again. After a close this does nothing.
   */
  onOpen(giveUp: () => void): void;
}

/** A disk in memory: it stays while those who use it come and go. */
export interface MemoryDisk {
  /** The engines on it, for one user; all users share the paths. Default: writes happen at once. */
  engines(user?: MemoryUser): EngineOpener;
}

const PROMPT_USER: MemoryUser = { commit: (apply) => apply(), onOpen: () => undefined };

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

/** Returns a new, empty disk in memory, for one user. */
export function memoryEngines(): EngineOpener {
  return memoryDisk().engines();
}

/** Returns a new, empty disk in memory. */
export function memoryDisk(): MemoryDisk {
  const databases = new Map<string, MemoryDatabase>();
  /** Whoever has a path open, by path: an object for each open. */
  const holders = new Map<string, object>();

  async function open(path: string, user: MemoryUser): Promise<Engine> {
    const place = normalize(`${checkPath(path)}/.`);
    if (holders.has(place)) {
      throw new TinyKvError("engine/locked", `${path}: open already`);
    }
    const holder = {};
    holders.set(place, holder);
    const isHeld = (): boolean => holders.get(place) === holder;
    const giveUp = (): void => {
      if (isHeld()) holders.delete(place);
    };
    user.onOpen(giveUp);
    const known = databases.get(place);
    const database =
      known ?? new MemoryLevel<Buffer, Buffer>({ keyEncoding: "buffer", valueEncoding: "buffer" });
    databases.set(place, database);
    // Somebody gave the path up: this ends the views and iterators that they left.
    if (database.status === "open") await database.close();
    await database.open();
    const store: LevelStore = {
      database,
      returnsStoredBuffers: true,
      get: (key, options) => readOnTheSpot(database, key, options),
      commit: (ops) => user.commit(() => database.batch(ops)),
      // Not later: code that only awaits reads from memory never ends its turn.
      afterThisTurn: queueMicrotask,
      sizeOf: (range) => sizeOf(database, range),
      close: async () => {
        // Whoever gave the path up must not close it for the one who has it now.
        if (!isHeld()) return;
        await database.close();
        giveUp();
      },
    };
    return new LevelEngine(store);
  }

  return { engines: (user = PROMPT_USER) => ({ open: (path) => open(path, user) }) };
}
