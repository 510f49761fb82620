/**
 * `bench engine`: our engine next to the bare database under it, in memory and on disk.
 *
 * A bare contender does the same with the fewest calls into `classic-level` or `memory-level`: one
 * `batch` for a write, one `get` for a read, `nextv` for a scan. What our side adds is column
 * families, checked arguments, copies, and group commit.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CF_DEFAULT, type Engine } from "@tinykv/engine";
import { diskEngines } from "@tinykv/engine/disk";
import { memoryEngines } from "@tinykv/engine/memory";
import { ClassicLevel } from "classic-level";
import { MemoryLevel } from "memory-level";
import type { BenchResult, Figure } from "./figure.ts";
import { type Contender, measure, median, type Plan, planOf, repeat, shareOf } from "./measure.ts";
import { syncTimeMs } from "./sync-time.ts";
import { DATA_KEYS, dataKey, freshKey, VALUE } from "./workload.ts";

/** Writers or readers at the same time, as a busy server has them. */
const WORKERS = 64;

/** Entries that a scan asks for at a time. */
const SCAN_STEP = 1000;

/** A fair chunk for the bare scan: classic-level's own 16 KiB would end each step after 60 rows. */
const CHUNK_BYTES = 1024 * 1024;

type Bare = ClassicLevel<Buffer, Buffer> | MemoryLevel<Buffer, Buffer>;

/** The two sides of one comparison, open and filled with the same data. */
interface Sides {
  readonly where: "memory" | "disk";
  readonly peer: string;
  readonly engine: Engine;
  readonly bare: Bare;
}

/** Runs all of it; `seconds` for each contender of each figure. */
export async function engineBench(seconds: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "tinykv-bench-"));
  const plan = planOf(seconds);
  try {
    const syncMs = syncTimeMs(folder);
    const figures: Figure[] = [];
    for (const sides of [await inMemory(), await onDisk(folder)]) {
      figures.push(...(await compare(sides, plan)));
      await sides.engine.close();
      await sides.bare.close();
    }
    return { figures, facts: { "fdatasync of this disk": `${syncMs.toFixed(3)} ms` } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const encodings = { keyEncoding: "buffer", valueEncoding: "buffer" } as const;

async function inMemory(): Promise<Sides> {
  const engine = await memoryEngines().open("bench");
  const bare = new MemoryLevel<Buffer, Buffer>(encodings);
  return filled({ where: "memory", peer: "memory-level", engine, bare });
}

async function onDisk(folder: string): Promise<Sides> {
  const engine = await diskEngines().open(join(folder, "engine"));
  const bare = new ClassicLevel<Buffer, Buffer>(join(folder, "bare"), encodings);
  return filled({ where: "disk", peer: "classic-level", engine, bare });
}

/** Puts the data set into both. */
async function filled(sides: Sides): Promise<Sides> {
  await sides.bare.open();
  for (let from = 0; from < DATA_KEYS; from += 1000) {
    const keys = Array.from({ length: 1000 }, (_, i) => dataKey(from + i));
    await sides.engine.write(
      keys.map((key) => ({ type: "put", cf: CF_DEFAULT, key, value: VALUE })),
      { sync: false },
    );
    // memory-level keeps the buffers that it is given: of one value, read again and again, a
    // processor would have to fetch nothing.
    await sides.bare.batch(keys.map((key) => ({ type: "put", key, value: Buffer.from(VALUE) })));
  }
  return sides;
}

async function compare(sides: Sides, plan: Plan): Promise<Figure[]> {
  const { where, peer } = sides;
  const figures: Figure[] = [];
  const add = async (name: string, unit: string, pair: Pair): Promise<void> => {
    const rates = await measure(
      [
        { name: "ours", run: pair.ours },
        { name: "bare", run: pair.bare },
      ],
      plan,
    );
    const ours = rates.get("ours") ?? [];
    const bare = rates.get("bare") ?? [];
    figures.push({
      name: `engine ${where} ${name}`,
      unit,
      perSecond: median(ours),
      peers: [{ name: peer, perSecond: median(bare), share: shareOf(ours, bare) }],
    });
  };
  for (const sync of where === "disk" ? [false, true] : [false]) {
    const kind = sync ? "put, synced" : "put";
    await add(`${kind}, 1 writer`, "puts", puts(sides, sync, 1));
    await add(`${kind}, ${WORKERS} writers`, "puts", puts(sides, sync, WORKERS));
  }
  await add("get, 1 reader", "gets", gets(sides, 1));
  await add(`get, ${WORKERS} readers`, "gets", gets(sides, WORKERS));
  await add("scan", "rows", scans(sides));
  return figures;
}

/** The same work on both sides. */
interface Pair {
  readonly ours: Contender["run"];
  readonly bare: Contender["run"];
}

let fresh = 0;

function puts({ engine, bare }: Sides, sync: boolean, workers: number): Pair {
  const batch = bare as ClassicLevel<Buffer, Buffer>;
  return {
    ours: (ms) =>
      repeat(ms, workers, async () => {
        const key = freshKey(fresh++);
        await engine.write([{ type: "put", cf: CF_DEFAULT, key, value: VALUE }], { sync });
        return 1;
      }),
    bare: (ms) =>
      repeat(ms, workers, async () => {
        const key = freshKey(fresh++);
        await batch.batch([{ type: "put", key, value: VALUE }], { sync });
        return 1;
      }),
  };
}

function gets({ engine, bare }: Sides, workers: number): Pair {
  let at = 0;
  return {
    ours: (ms) =>
      repeat(ms, workers, async () => {
        return (await engine.get(CF_DEFAULT, dataKey(at++))) === undefined ? 0 : 1;
      }),
    bare: (ms) =>
      repeat(ms, workers, async () => ((await bare.get(dataKey(at++))) === undefined ? 0 : 1)),
  };
}

function scans({ engine, bare }: Sides): Pair {
  return {
    ours: (ms) => repeat(ms, 1, () => scanOurs(engine)),
    bare: (ms) => repeat(ms, 1, () => scanBare(bare)),
  };
}

/** Reads the whole column family once. */
async function scanOurs(engine: Engine): Promise<number> {
  const view = engine.readView();
  const iterator = view.iterator(CF_DEFAULT, { start: KEY_FIRST, end: KEY_END });
  let rows = 0;
  await iterator.seek(Buffer.alloc(0));
  while (iterator.valid()) rows += (await iterator.take(SCAN_STEP)).length;
  await iterator.close();
  await view.close();
  return rows;
}

async function scanBare(bare: Bare): Promise<number> {
  const iterator = (bare as ClassicLevel<Buffer, Buffer>).iterator({
    gte: KEY_FIRST,
    lt: KEY_END,
    highWaterMarkBytes: CHUNK_BYTES,
  });
  let rows = 0;
  for (;;) {
    const step = await iterator.nextv(SCAN_STEP);
    if (step.length === 0) break;
    rows += step.length;
  }
  await iterator.close();
  return rows;
}

/** The data set alone, without what the puts have added. */
const KEY_FIRST = Buffer.from("key-");
const KEY_END = Buffer.from("key.");
