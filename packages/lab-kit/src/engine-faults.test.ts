/**
 * Engines under faults: what fails fails whole, what is held does not happen, and all is counted.
 */

import { describe, expect, test } from "@jest/globals";
import type { Engine, WriteOp } from "@tinykv/engine";
import { memoryEngines } from "@tinykv/engine/memory";
import { EngineFaults } from "./engine-faults.ts";

const sync = { sync: true };
const put = (key: number, value = key): WriteOp => ({
  type: "put",
  cf: "default",
  key: Buffer.from([key]),
  value: Buffer.from([value]),
});
const remove = (key: number): WriteOp => ({
  type: "delete",
  cf: "default",
  key: Buffer.from([key]),
});

async function openFaulty(): Promise<{ faults: EngineFaults; engine: Engine }> {
  const faults = new EngineFaults(memoryEngines());
  return { faults, engine: await faults.engines.open("/data") };
}

const read = async (engine: Engine, key: number): Promise<number | undefined> =>
  (await engine.get("default", Buffer.from([key])))?.[0];

describe("failAtItem()", () => {
  test("fails the write that holds the item, and leaves nothing of it", async () => {
    const { faults, engine } = await openFaulty();
    await engine.write([put(1)], sync);
    faults.failAtItem(3);
    await expect(engine.write([put(2), remove(1), put(3)], sync)).rejects.toMatchObject({
      code: "engine/io",
    });
    expect([await read(engine, 1), await read(engine, 2), await read(engine, 3)]).toEqual([
      1,
      undefined,
      undefined,
    ]);
  });

  test("counts items over several writes, and strikes once", async () => {
    const { faults, engine } = await openFaulty();
    faults.failAtItem(3);
    await engine.write([put(1), put(2)], sync);
    await expect(engine.write([put(3)], sync)).rejects.toMatchObject({ code: "engine/io" });
    await engine.write([put(4)], sync);
    expect(await read(engine, 3)).toBeUndefined();
    expect(await read(engine, 4)).toBe(4);
  });
});

describe("holdWrites()", () => {
  test("keeps writes from happening until they are released, in their order", async () => {
    const { faults, engine } = await openFaulty();
    faults.holdWrites();
    const writes = [engine.write([put(1, 1)], sync), engine.write([put(1, 2)], sync)];
    expect(faults.heldWrites).toBe(2);
    expect(await read(engine, 1)).toBeUndefined();
    faults.releaseWrites();
    await Promise.all(writes);
    expect(await read(engine, 1)).toBe(2);
    expect(faults.heldWrites).toBe(0);
  });

  test("holds a copy: the caller may reuse its buffers at once", async () => {
    const { faults, engine } = await openFaulty();
    faults.holdWrites();
    const value = Buffer.from([5]);
    const write = engine.write([{ type: "put", cf: "default", key: Buffer.of(1), value }], sync);
    value.fill(9);
    faults.releaseWrites();
    await write;
    expect(await read(engine, 1)).toBe(5);
  });

  test("is ended by closing everything", async () => {
    const { faults, engine } = await openFaulty();
    faults.holdWrites();
    const write = engine.write([put(1)], sync).catch((error: unknown) => error);
    await faults.closeAll();
    expect(faults.openEngines).toBe(0);
    await write;
  });
});

test("delayed writes happen some turns of the event loop later", async () => {
  const { faults, engine } = await openFaulty();
  faults.delayWrites(3);
  const write = engine.write([put(1)], sync);
  expect(await read(engine, 1)).toBeUndefined();
  await write;
  expect(await read(engine, 1)).toBe(1);
});

test("everything is counted", async () => {
  const { faults, engine } = await openFaulty();
  expect(faults.openEngines).toBe(1);
  await engine.write([put(1), put(2)], sync);
  await engine.write([], { sync: false });
  expect(faults.counts).toEqual({ writes: 2, syncedWrites: 1, items: 2 });
  const view = engine.readView();
  const iterator = view.iterator("default");
  expect(faults.usage()).toEqual({ openReadViews: 1, openIterators: 1 });
  await iterator.close();
  await view.close();
  expect(faults.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
  await engine.close();
  expect(faults.openEngines).toBe(0);
});

test("what is no list of operations is the engine's to refuse", async () => {
  const { engine } = await openFaulty();
  const write = (ops: unknown): Promise<void> => engine.write(ops as WriteOp[], sync);
  await expect(
    write([{ type: "put", cf: "default", key: "a", value: Buffer.of(1) }]),
  ).rejects.toMatchObject({
    code: "engine/invalid-key",
  });
  await expect(write([{ ...put(1), cf: "nope" }])).rejects.toMatchObject({
    code: "engine/unknown-cf",
  });
  await expect(write([{ type: "merge" }])).rejects.toMatchObject({ code: "engine/invalid-op" });
});

test("counts the writes that have not settled, held and failing ones included", async () => {
  const { faults, engine } = await openFaulty();
  faults.holdWrites();
  const held = [engine.write([put(1)], sync), engine.write([put(2)], sync)];
  expect(faults.pendingWrites).toBe(2);
  faults.releaseWrites();
  await Promise.all(held);
  expect(faults.pendingWrites).toBe(0);
  faults.failAtItem(1);
  await expect(engine.write([put(3)], sync)).rejects.toMatchObject({ code: "engine/io" });
  expect(faults.pendingWrites).toBe(0);
});

test("a deleted range is a write like any other: counted, held, and made to fail", async () => {
  const { faults, engine } = await openFaulty();
  const range = { start: Buffer.from([1]), end: Buffer.from([2]) };
  const before = faults.counts;
  await engine.deleteRange("default", range, sync);
  expect(faults.counts.writes).toBe(before.writes + 1);
  expect(faults.counts.syncedWrites).toBe(before.syncedWrites + 1);

  faults.holdWrites();
  const held = engine.deleteRange("default", range, sync);
  expect([faults.heldWrites, faults.pendingWrites]).toEqual([1, 1]);
  faults.releaseWrites();
  await held;
  expect(faults.pendingWrites).toBe(0);

  faults.failAtItem(1);
  const failing = engine.deleteRange("default", range, sync);
  await expect(failing).rejects.toMatchObject({ code: "engine/io" });
});

describe("reads", () => {
  test("counts all that takes time, for a held write could be outlasted with it", async () => {
    const { faults, engine } = await openFaulty();
    const range = { start: Buffer.from([1]), end: Buffer.from([2]) };
    const view = engine.readView();
    const iterator = view.iterator("default");
    const uses: [string, () => Promise<unknown>][] = [
      ["open", () => faults.engines.open("/data").catch(() => undefined)],
      ["approximateSize", () => engine.approximateSize("default", range)],
      ["close of an iterator", () => iterator.close()],
      ["close of a view", () => view.close()],
      ["close of an engine", () => engine.close()],
    ];
    for (const [name, use] of uses) {
      const { begun } = faults.reads;
      const using = use();
      expect([name, faults.reads.begun, faults.reads.pending]).toEqual([name, begun + 1, 1]);
      await using;
      expect([name, faults.reads.begun, faults.reads.pending]).toEqual([name, begun + 1, 0]);
    }
  });
});
