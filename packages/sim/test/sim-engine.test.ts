/**
 * Engines on a simulated disk: the contract of every engine, and when writes and reads are done.
 */

import { describe, expect, test } from "@jest/globals";
import { engineConformance, type TestDisk } from "@tinykv/engine/conformance";
import { Incarnation, SimDevice, World } from "../src/index.ts";
import { SimEngines } from "../src/sim-engine.ts";
import { EMPTY, keysOf, Machine, put, SYNCED, valueOf, watch } from "./engine-machine.ts";

/**
 * A disk in a world of its own. What awaits a promise of the world goes on within a step of it, so
 * a test that awaits nothing else runs inside of the world, and the world can be strict: an engine
 * that waited for the machine would end it as a deadlock, or as `sim/outside-step`.
 */
function conformanceDisk(): Promise<TestDisk> {
  const world = new World({ seed: 11 });
  // Reads take time: a test of the suite reads in a loop until writes are done.
  const engines = new SimEngines(new SimDevice(world, 1), { readMs: [0, 0.05] });
  const opener = engines.during(new Incarnation(world, 1));
  return new Promise((resolve) => {
    const scene = (): Promise<void> =>
      new Promise((end) => {
        const remove = async (): Promise<void> => {
          end();
          await played;
        };
        resolve({ engines: opener, path: "/data", remove });
      });
    const played = world.play("one test of the suite", scene);
  });
}

const modelSeed = process.env["TINYKV_SEED"];
const modelOptions = modelSeed === undefined ? {} : { seed: Number(modelSeed) };
engineConformance("on a simulated disk", conformanceDisk, modelOptions);

describe("a write", () => {
  test("is done, and is seen, after the time that the device draws", async () => {
    const machine = new Machine();
    await machine.play("a write", async () => {
      const { engine } = await machine.begin();
      const writing = watch(engine.write([put(1)], { sync: false }));
      await machine.world.after(4.9);
      expect([writing.state, await valueOf(engine, 1)]).toEqual(["open", undefined]);
      await machine.world.after(0.2);
      expect([writing.state, await valueOf(engine, 1)]).toEqual(["done", 1]);
    });
  });

  test("that comes while another is under way waits for it, and shares the next one", async () => {
    const machine = new Machine();
    const times = await machine.play("four writes", async () => {
      const { engine } = await machine.begin();
      const write = async (key: number): Promise<number> => {
        await engine.write([put(0, key)], SYNCED);
        return machine.world.nowMs;
      };
      const first = write(1);
      await machine.world.after(1);
      const all = await Promise.all([first, write(2), write(3), write(4)]);
      expect(await valueOf(engine, 0)).toBe(4);
      return all;
    });
    expect(times).toEqual([5, 10, 10, 10]);
  });

  test("to a full disk has not happened, and the next one may", async () => {
    const machine = new Machine();
    await machine.play("a full disk", async () => {
      const { engine } = await machine.begin();
      machine.device.set({ isFull: true });
      const refusal = { code: "sim/disk-full", definite: true };
      await expect(engine.write([put(1)], SYNCED)).rejects.toMatchObject(refusal);
      expect(await valueOf(engine, 1)).toBeUndefined();
      machine.device.set({ isFull: false });
      await engine.write([put(2)], SYNCED);
      expect(await keysOf(engine)).toEqual([2]);
    });
  });

  test("that fails has happened as a whole or not at all; both occur", async () => {
    const found = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      const machine = new Machine({ seed });
      await machine.play("a failed write", async () => {
        const { engine } = await machine.begin();
        machine.device.failNext(1);
        const failure = { code: "engine/io", definite: false };
        await expect(engine.write([put(1), put(2)], SYNCED)).rejects.toMatchObject(failure);
        found.add((await keysOf(engine)).join());
        await engine.write([put(3)], SYNCED);
        expect(await valueOf(engine, 3)).toBe(3);
      });
    }
    expect([...found].sort()).toEqual(["", "1,2"]);
  });
});

describe("a read", () => {
  test("is answered within its step, unless it is said how long it takes", async () => {
    const machine = new Machine();
    await machine.play("reads", async () => {
      const { engine } = await machine.begin();
      const { steps } = machine.world;
      await valueOf(engine, 1);
      await keysOf(engine);
      await engine.approximateSize("default", {});
      expect(machine.world.steps).toBe(steps);
    });
  });

  test("shows the moment of its call, and is answered after its time", async () => {
    const machine = new Machine({ engine: { readMs: [7, 7] } });
    await machine.play("a slow read", async () => {
      const { engine } = await machine.begin();
      const beganMs = machine.world.nowMs;
      const reading = valueOf(engine, 1);
      await engine.write([put(1)], SYNCED);
      expect(await reading).toBeUndefined();
      expect(machine.world.nowMs - beganMs).toBe(7);
      expect(await valueOf(engine, 1)).toBe(1);
    });
  });

  test("keeps its iterator busy for all of its time", async () => {
    const machine = new Machine({ engine: { readMs: [7, 7] } });
    await machine.play("a slow move", async () => {
      const { engine } = await machine.begin();
      await engine.write([put(1), put(2)], SYNCED);
      const view = engine.readView();
      const iterator = view.iterator("default");
      const seeking = iterator.seek(EMPTY);
      await machine.world.after(6);
      const busy = expect.objectContaining({ code: "engine/iterator-busy" });
      expect(() => iterator.valid()).toThrow(busy);
      expect(() => iterator.item()).toThrow(busy);
      await expect(iterator.next()).rejects.toEqual(busy);
      await seeking;
      expect(iterator.item().key).toEqual(Buffer.of(1));
      const moving = iterator.next();
      await iterator.close();
      await moving;
      expect(() => iterator.valid()).toThrow(expect.objectContaining({ code: "engine/closed" }));
      await view.close();
    });
  });

  test("says at once, rather than busy, that its engine is closed", async () => {
    const machine = new Machine({ engine: { readMs: [7, 7] } });
    await machine.play("a close in a slow move", async () => {
      const { engine } = await machine.begin();
      const iterator = engine.readView().iterator("default");
      void iterator.seek(EMPTY);
      await machine.world.after(1);
      await engine.close();
      expect(() => iterator.valid()).toThrow(expect.objectContaining({ code: "engine/closed" }));
    });
  });
});
