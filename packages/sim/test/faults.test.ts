/** Crashes, cuts and disks: what is lost, and nothing else. */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import {
  type ProcessContext,
  SimDevice,
  SimDisk,
  SimNetwork,
  SimProcess,
  World,
} from "../src/index.ts";

describe("a disk", () => {
  test("loses what was not acknowledged when its process crashes, and keeps the rest", async () => {
    const world = new World({ seed: 3 });
    const disk = new SimDisk<number>(new SimDevice(world, 1, { writeMs: [5, 5] }));
    const acknowledged: string[] = [];
    const main = async ({ life }: ProcessContext): Promise<void> => {
      if (world.nowMs > 0) return;
      await disk.write(life, { a: 1 });
      acknowledged.push("a");
      await disk.write(life, { b: 2 });
      acknowledged.push("b");
    };
    const store = new SimProcess(world, 1, main);
    store.start();
    await world.play("crash in the second write", async () => {
      await world.after(7);
      store.crash();
      await world.after(20);
      store.start();
      await world.after(1);
    });
    expect(acknowledged).toEqual(["a"]);
    expect([disk.read("a"), disk.read("b")]).toEqual([1, undefined]);
    expect(store.lives).toBe(2);
  });

  test("that is full refuses, and says so", async () => {
    const world = new World({ seed: 3 });
    const device = new SimDevice(world, 1, { isFull: true });
    const disk = new SimDisk<number>(device);
    let code: unknown;
    const store = new SimProcess(world, 1, async ({ life }) => {
      await disk.write(life, { a: 1 }).catch((error: unknown) => {
        code = error instanceof TinyKvError ? error.code : error;
      });
    });
    store.start();
    await world.play("a write", () => world.after(10));
    expect(code).toBe("sim/disk-full");
    expect(disk.names()).toEqual([]);
  });
});

/** A process that counts what it hears, and somebody who talks to it every millisecond. */
function listener(seed: number): {
  world: World;
  network: SimNetwork<number>;
  process: SimProcess;
  heard: number[];
  talk: (count: number) => Promise<void>;
} {
  const world = new World({ seed });
  const network = new SimNetwork<number>(world, { delayMs: [0.1, 0.2] });
  const heard: number[] = [];
  const process = new SimProcess(world, "n1", (context) => {
    network.connect(context).onMessage((_, value) => heard.push(value));
  });
  process.start();
  const client = network.connectOutsider("client");
  let next = 0;
  const talk = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      await world.after(1);
      client.send("n1", next);
      next += 1;
    }
    await world.after(1);
  };
  return { world, network, process, heard, talk };
}

describe("a network", () => {
  test("keeps the order of a link, and loses nothing, unless it is told to", async () => {
    const { world, network, heard, talk } = listener(1);
    await world.play("fifty messages", () => talk(50));
    expect(heard).toEqual(Array.from({ length: 50 }, (_, at) => at));
    expect(network.counts).toMatchObject({ sent: 50, delivered: 50, lost: 0, duplicated: 0 });
  });

  test("loses all over a cut, and nothing once it is healed", async () => {
    const { world, network, heard, talk } = listener(1);
    await world.play("a cut", async () => {
      await talk(2);
      network.partitions.split([["client"], ["n1"]]);
      await talk(3);
      network.partitions.heal();
      await talk(2);
    });
    expect(heard).toEqual([0, 1, 5, 6]);
  });

  test("shares no object between sender and receiver", async () => {
    const world = new World({ seed: 1 });
    const network = new SimNetwork<{ list: number[] }>(world);
    const sent = { list: [1] };
    const seen: { list: number[] }[] = [];
    const process = new SimProcess(world, 1, (context) => {
      network.connect(context).onMessage((_, message) => seen.push(message));
    });
    process.start();
    await world.play("one message", async () => {
      await world.after(1);
      network.connectOutsider("client").send(1, sent);
      sent.list.push(2);
      await world.after(10);
    });
    expect(seen).toEqual([{ list: [1] }]);
  });
});

describe("a process", () => {
  test("hears nothing of what was sent to an earlier life", async () => {
    const { world, process, heard, talk } = listener(1);
    await world.play("a crash", async () => {
      await talk(2);
      process.crash();
      await talk(2);
      process.start();
      await talk(2);
    });
    expect(heard).toEqual([0, 1, 4, 5]);
  });

  test("that is paused hears everything later", async () => {
    const { world, process, heard, talk } = listener(1);
    await world.play("a pause", async () => {
      process.pause();
      await talk(3);
      expect(heard).toEqual([]);
      process.resume();
      await world.after(1);
    });
    expect(heard).toEqual([0, 1, 2]);
  });

  test("has timers that end with it", async () => {
    const world = new World({ seed: 1 });
    let ticks = 0;
    const process = new SimProcess(world, 1, ({ clock }) => {
      const tick = (): void => {
        ticks += 1;
        clock.setTimer(10, tick);
      };
      clock.setTimer(10, tick);
    });
    process.start();
    await world.play("ticks", async () => {
      await world.after(55);
      process.crash();
      await world.after(100);
    });
    expect(ticks).toBe(5);
  });
});
