/** Tests of disks of records: changes are done as a whole, and belong to nobody but the disk. */

import { describe, expect, test } from "@jest/globals";
import { type Codec, Incarnation, SimDevice, SimDisk, World } from "./index.ts";

function diskInWorld<V>(codec?: Codec<V>): {
  world: World;
  life: Incarnation;
  disk: SimDisk<V>;
} {
  const world = new World({ seed: 1 });
  const device = new SimDevice(world, 1, { writeMs: [5, 5] });
  const disk = new SimDisk<V>(device, codec);
  return { world, life: new Incarnation(world, 1), disk };
}

describe("a disk of records", () => {
  test("is empty at first", () => {
    const { disk } = diskInWorld<number>();
    expect([disk.read("a"), disk.names()]).toEqual([undefined, []]);
  });

  test("shows all changes of a write at once, and none before it is done", async () => {
    const { world, life, disk } = diskInWorld<number>();
    await world.play("two writes", async () => {
      await disk.write(life, { a: 1, b: 1 });
      const second = disk.write(life, { a: 2, b: undefined, c: 2 });
      await world.after(4.9);
      expect(disk.names().map((name) => [name, disk.read(name)])).toEqual([
        ["a", 1],
        ["b", 1],
      ]);
      await second;
      expect(disk.names().map((name) => [name, disk.read(name)])).toEqual([
        ["a", 2],
        ["c", 2],
      ]);
    });
  });

  test("removes what is there, and does not mind what is not", async () => {
    const { world, life, disk } = diskInWorld<number>();
    await world.play("removals", async () => {
      await disk.write(life, { a: 1 });
      await disk.write(life, { a: undefined, never: undefined });
    });
    expect([disk.read("a"), disk.names()]).toEqual([undefined, []]);
  });

  test("has the last of several writes to a name, and keeps what is not undefined", async () => {
    const { world, life, disk } = diskInWorld<number | null | string>();
    await world.play("three writes", async () => {
      void disk.write(life, { a: 1, zero: 0, none: null, text: "" });
      void disk.write(life, { a: 2 });
      await disk.write(life, { a: 3 });
    });
    const values = ["a", "zero", "none", "text"].map((name) => disk.read(name));
    expect(values).toEqual([3, 0, null, ""]);
  });

  test("gives names by their beginning, in the order of their characters", async () => {
    const { world, life, disk } = diskInWorld<number>();
    const names = ["log/2", "log/10", "vote", "log/1", "Log/3", "lo"];
    await world.play("records", async () => {
      for (const name of names) await disk.write(life, { [name]: 1 });
    });
    expect(disk.names("log/")).toEqual(["log/1", "log/10", "log/2"]);
    expect(disk.names()).toEqual(["Log/3", "lo", "log/1", "log/10", "log/2", "vote"]);
    expect(disk.names("nothing")).toEqual([]);
  });

  test("shares no object with who writes, nor with who reads", async () => {
    const { world, life, disk } = diskInWorld<{ list: number[] }>();
    await world.play("one write", async () => {
      const value = { list: [1] };
      const changes: Record<string, { list: number[] }> = { a: value };
      const write = disk.write(life, changes);
      value.list.push(2);
      changes["b"] = value;
      await write;
    });
    disk.read("a")?.list.push(3);
    expect(disk.read("a")).toEqual({ list: [1] });
    expect(disk.names()).toEqual(["a"]);
  });

  test("keeps values in the form of its codec", async () => {
    const codec: Codec<number, string> = {
      encode: (value) => `<${value}>`,
      decode: (wire) => Number(wire.slice(1, -1)),
      describe: (wire) => wire,
    };
    const { world, life, disk } = diskInWorld<number>(codec);
    await world.play("one write", () => disk.write(life, { a: 7 }));
    expect(disk.read("a")).toBe(7);
  });

  test("stays as it is when a write fails and has not happened", async () => {
    const { world, life, disk } = diskInWorld<number>();
    await world.play("a full disk", async () => {
      await disk.write(life, { a: 1, b: 1 });
      disk.device.set({ isFull: true });
      const code = "sim/disk-full";
      const write = disk.write(life, { a: 2, b: undefined });
      await expect(write).rejects.toThrow(expect.objectContaining({ code }));
    });
    expect([disk.read("a"), disk.read("b")]).toEqual([1, 1]);
  });

  test("has a failed write as a whole, or not at all", async () => {
    const seen = new Set<string>();
    const { world, life, disk } = diskInWorld<number>();
    disk.device.set({ failRate: 1 });
    await world.play("failing writes", async () => {
      for (let value = 1; value <= 30; value += 1) {
        const before = disk.read("a") ?? 0;
        const write = disk.write(life, { a: value, b: value });
        await expect(write).rejects.toMatchObject({ code: "engine/io", definite: false });
        expect(disk.read("a")).toBe(disk.read("b"));
        expect([before, value]).toContain(disk.read("a") ?? 0);
        seen.add(disk.read("a") === value ? "happened" : "did not");
      }
    });
    expect(seen.size).toBe(2);
  });

  test("loses with a life what it had not done, and keeps the rest for the next", async () => {
    const { world, life, disk } = diskInWorld<number>();
    await world.play("two lives", async () => {
      await disk.write(life, { a: 1 });
      void disk.write(life, { a: 2, b: 2 });
      await world.after(4);
      life.end();
      await world.after(10);
      expect([disk.read("a"), disk.read("b")]).toEqual([1, undefined]);
      await disk.write(new Incarnation(world, 2), { b: 3 });
    });
    expect([disk.read("a"), disk.read("b")]).toEqual([1, 3]);
  });
});
