/**
 * What the conformance tests share: an empty disk per test, and short words for bytes, operations
 * and expectations.
 */

import { expect } from "@jest/globals";
import type {
  Engine,
  EngineIterator,
  EngineOpener,
  Entry,
  IteratorOptions,
  ReadView,
} from "../engine.ts";
import type { DeleteOp, PutOp, WriteOp } from "../write-op.ts";

/** A place for the engines of one test. */
export interface TestDisk {
  readonly engines: EngineOpener;
  /** A path at which nothing is yet. */
  readonly path: string;
  /** Removes everything that is there; no engine is open any more. */
  remove(): Promise<void>;
}

export type MakeTestDisk = () => TestDisk | Promise<TestDisk>;

/** Runs a test on an empty disk. */
export async function withDisk(
  makeDisk: MakeTestDisk,
  run: (disk: TestDisk) => Promise<void>,
): Promise<void> {
  const disk = await makeDisk();
  try {
    await run(disk);
  } finally {
    await disk.remove();
  }
}

/** Runs a test on one new engine, which is closed afterwards if the test has not done so. */
export async function withEngine(
  makeDisk: MakeTestDisk,
  run: (engine: Engine, disk: TestDisk) => Promise<void>,
): Promise<void> {
  await withDisk(makeDisk, async (disk) => {
    const engine = await disk.engines.open(disk.path);
    try {
      await run(engine, disk);
    } finally {
      await engine.close();
    }
  });
}

export const UNSYNCED = { sync: false };
export const SYNCED = { sync: true };
export const EMPTY = Buffer.alloc(0);

/** The bytes with these values. */
export function bytes(...values: number[]): Buffer {
  return Buffer.from(values);
}

export function put(cf: string, key: Buffer, value: Buffer): PutOp {
  return { type: "put", cf, key, value };
}

export function del(cf: string, key: Buffer): DeleteOp {
  return { type: "delete", cf, key };
}

/** Puts with one byte as key and as value, in one family. */
export function putEach(cf: string, values: readonly number[]): WriteOp[] {
  return values.map((value) => put(cf, bytes(value), bytes(value)));
}

/** The keys of entries, as arrays of numbers: easier to read in a failure than Buffers. */
export function keysOf(entries: readonly Entry[]): number[][] {
  return entries.map(({ key }) => [...key]);
}

/** Runs something with an iterator of a view, and closes it. */
export async function withIterator<T>(
  view: ReadView,
  cf: string,
  options: IteratorOptions,
  run: (iterator: EngineIterator) => Promise<T>,
): Promise<T> {
  const iterator = view.iterator(cf, options);
  try {
    return await run(iterator);
  } finally {
    await iterator.close();
  }
}

/** All entries that an iterator with these options walks over, one by one. */
export function walk(view: ReadView, cf: string, options: IteratorOptions = {}): Promise<Entry[]> {
  return withIterator(view, cf, options, async (iterator) => {
    const entries: Entry[] = [];
    for (await iterator.seek(EMPTY); iterator.valid(); await iterator.next()) {
      entries.push(iterator.item());
    }
    return entries;
  });
}

/** Runs something with a view of this moment, and closes it. */
export async function withView<T>(engine: Engine, run: (view: ReadView) => Promise<T>): Promise<T> {
  const view = engine.readView();
  try {
    return await run(view);
  } finally {
    await view.close();
  }
}

/** All entries of one family at this moment. */
export function scan(engine: Engine, cf: string, options: IteratorOptions = {}): Promise<Entry[]> {
  return withView(engine, (view) => walk(view, cf, options));
}

/** Expects a rejection with this code. */
export async function expectCode(promise: Promise<unknown>, code: string): Promise<void> {
  await expect(promise).rejects.toMatchObject({ code });
}

/** Expects a throw with this code. */
export function expectThrow(run: () => unknown, code: string): void {
  expect(run).toThrow(expect.objectContaining({ code }));
}
