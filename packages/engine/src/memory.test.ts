/** The engine in memory, and what is special about it. */

import { describe, expect, test } from "@jest/globals";
import { engineConformance } from "./conformance/index.ts";
import { type MemoryUser, memoryDisk, memoryEngines } from "./memory.ts";

const seed = process.env["TINYKV_SEED"];

engineConformance(
  "in memory",
  () => ({ engines: memoryEngines(), path: "/data", remove: async () => undefined }),
  { runs: 100, ...(seed === undefined ? {} : { seed: Number(seed) }) },
);

describe("memoryEngines()", () => {
  test("is a disk of its own", async () => {
    const one = await memoryEngines().open("/data");
    const two = await memoryEngines().open("/data");
    await one.write([{ type: "put", cf: "default", key: Buffer.of(1), value: Buffer.of(1) }], {
      sync: true,
    });
    expect(await two.get("default", Buffer.of(1))).toBeUndefined();
    await one.close();
    await two.close();
  });

  for (const path of ["/data/", "/data/.", "/x/../data", "//data"]) {
    test(`knows ${path} for the same place as /data`, async () => {
      const engines = memoryEngines();
      const engine = await engines.open("/data");
      await expect(engines.open(path)).rejects.toMatchObject({ code: "engine/locked" });
      await engine.close();
    });
  }
});

describe("memoryDisk()", () => {
  const put = [{ type: "put", cf: "default", key: Buffer.of(1), value: Buffer.of(1) }] as const;

  /** A user that makes nothing happen by itself. */
  function slowUser(): MemoryUser & { applies: (() => Promise<void>)[]; giveUps: (() => void)[] } {
    const applies: (() => Promise<void>)[] = [];
    const giveUps: (() => void)[] = [];
    const commit = async (apply: () => Promise<void>): Promise<void> =>
      new Promise((resolve) => {
        applies.push(() => apply().then(resolve));
      });
    return { applies, giveUps, commit, onOpen: (giveUp) => void giveUps.push(giveUp) };
  }

  test("lets a user decide when a write happens", async () => {
    const user = slowUser();
    const engine = await memoryDisk().engines(user).open("/data");
    const writing = engine.write(put, { sync: true });
    await Promise.resolve();
    expect(await engine.get("default", Buffer.of(1))).toBeUndefined();
    await user.applies[0]?.();
    await writing;
    expect(await engine.get("default", Buffer.of(1))).toEqual(Buffer.of(1));
    await engine.close();
  });

  test("has one set of paths for all its users", async () => {
    const disk = memoryDisk();
    const engine = await disk.engines().open("/data");
    await engine.write(put, { sync: true });
    const locked = { code: "engine/locked" };
    await expect(disk.engines(slowUser()).open("/data")).rejects.toMatchObject(locked);
    await engine.close();
    const second = await disk.engines(slowUser()).open("/data");
    expect(await second.get("default", Buffer.of(1))).toEqual(Buffer.of(1));
    await second.close();
  });

  test("gives a path that was given up to the next user, and keeps it for them", async () => {
    const disk = memoryDisk();
    const user = slowUser();
    const left = await disk.engines(user).open("/data");
    const iterator = left.readView().iterator("default");
    await iterator.seek(Buffer.alloc(0));
    user.giveUps[0]?.();
    const engine = await disk.engines().open("/data");
    await expect(iterator.seek(Buffer.alloc(0))).rejects.toMatchObject({ code: "engine/closed" });
    await left.close();
    user.giveUps[0]?.();
    await engine.write(put, { sync: true });
    await expect(disk.engines().open("/data")).rejects.toMatchObject({ code: "engine/locked" });
    await engine.close();
  });
});
