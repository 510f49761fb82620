/** Tests of how often a network loses, doubles and reorders: as often as it is told to. */

import { describe, expect, test } from "@jest/globals";
import { expectRate } from "../test/expect-rate.ts";
import { type LinkQuality, type NetworkCounts, SimNetwork, SimProcess, World } from "./index.ts";

const SEEDS = [1, 2, 3, 4, 5];
const MESSAGES = 3000;

/** What arrived of so many messages, numbered from 0, one per millisecond. */
async function arrivalsOf(
  quality: Partial<LinkQuality>,
  seed: number,
  messages = MESSAGES,
): Promise<{ heard: number[]; counts: NetworkCounts }> {
  const world = new World({ seed });
  const network = new SimNetwork<number>(world, { delayMs: [0.1, 0.9], ...quality });
  const heard: number[] = [];
  network.connectOutsider("b").onMessage((_, message) => heard.push(message));
  const a = network.connectOutsider("a");
  await world.play("one per millisecond", async () => {
    for (let message = 0; message < messages; message += 1) {
      a.send("b", message);
      await world.after(1);
    }
    await world.after(1000);
  });
  return { heard, counts: network.counts };
}

/** How many messages arrived after one that was sent later. */
function overtaken(heard: readonly number[]): number {
  let latest = -1;
  let count = 0;
  for (const message of heard) {
    if (message < latest) count += 1;
    latest = Math.max(latest, message);
  }
  return count;
}

describe("a network", () => {
  for (const seed of SEEDS) {
    test(`with seed ${seed} loses as many messages as it should`, async () => {
      for (const loss of [0.02, 0.3]) {
        const { heard, counts } = await arrivalsOf({ loss }, seed);
        expectRate({ hits: MESSAGES - heard.length, of: MESSAGES, rate: loss });
        expect(new Set(heard).size).toBe(heard.length);
        expect(counts).toEqual({
          ...{ sent: MESSAGES, delivered: heard.length, lost: MESSAGES - heard.length },
          ...{ duplicated: 0, reordered: 0 },
        });
      }
    });

    test(`with seed ${seed} doubles as many messages as it should, none thrice`, async () => {
      const { heard, counts } = await arrivalsOf({ duplicate: 0.1 }, seed);
      const doubles = heard.length - new Set(heard).size;
      expectRate({ hits: doubles, of: MESSAGES, rate: 0.1 });
      expect(new Set(heard).size).toBe(MESSAGES);
      const times = new Map<number, number>();
      for (const message of heard) times.set(message, (times.get(message) ?? 0) + 1);
      expect(Math.max(...times.values())).toBe(2);
      expect(counts).toMatchObject({ duplicated: doubles, delivered: heard.length, lost: 0 });
    });

    test(`with seed ${seed} lets as many messages leave the order as it should`, async () => {
      const { heard, counts } = await arrivalsOf({ reorder: 0.2 }, seed);
      expectRate({ hits: counts.reordered, of: MESSAGES, rate: 0.2 });
      expect(heard.toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: MESSAGES }, (_, at) => at),
      );
      // One that is late by less than the time to the next message overtakes nobody.
      expect(overtaken(heard)).toBeGreaterThan(counts.reordered / 4);
      expect(overtaken(heard)).toBeLessThanOrEqual(counts.reordered);
    });
  }

  test("that loses, doubles and reorders counts what becomes of each copy", async () => {
    for (const seed of SEEDS) {
      const quality = { loss: 0.1, duplicate: 0.2, reorder: 0.3 };
      const { heard, counts } = await arrivalsOf(quality, seed);
      expect(counts.delivered).toBe(heard.length);
      expect(counts.sent + counts.duplicated).toBe(counts.delivered + counts.lost);
      expectRate({ hits: counts.lost, of: MESSAGES, rate: 0.1 });
      expectRate({ hits: counts.duplicated, of: MESSAGES, rate: 0.2 });
      expectRate({ hits: counts.reordered, of: MESSAGES + counts.duplicated, rate: 0.3 });
    }
  });

  test("loses one copy of a message that is doubled, and never the second one", async () => {
    const { heard, counts } = await arrivalsOf({ loss: 1, duplicate: 1 }, 1, 100);
    expect(heard).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(counts).toMatchObject({ sent: 100, duplicated: 100, lost: 100, delivered: 100 });
  });

  test("loses all at a rate of 1, and nothing at 0", async () => {
    expect((await arrivalsOf({ loss: 1 }, 1, 100)).heard).toEqual([]);
    expect((await arrivalsOf({ loss: 0 }, 1, 100)).heard).toHaveLength(100);
  });

  test("keeps the order of messages, however long they take", async () => {
    const { heard, counts } = await arrivalsOf({ delayMs: [0, 20], loss: 0.1 }, 1);
    expect(overtaken(heard)).toBe(0);
    expect(counts.reordered).toBe(0);
  });

  test("counts as nothing what was on its way to a life that ends", async () => {
    const world = new World({ seed: 1 });
    const network = new SimNetwork<number>(world, { delayMs: [5, 5] });
    let heard = 0;
    const listener = new SimProcess(world, "b", (context) => {
      network.connect(context).onMessage(() => (heard += 1));
    });
    listener.start();
    const a = network.connectOutsider("a");
    await world.play("a crash", async () => {
      await world.after(1);
      for (let message = 0; message < 10; message += 1) {
        a.send("b", message);
        await world.after(1);
      }
      listener.crash();
      await world.after(20);
    });
    // The others were sent less than five milliseconds before the crash.
    expect(heard).toBe(6);
    expect(network.counts).toMatchObject({ sent: 10, delivered: 6, lost: 0 });
  });

  test("leaves a place to who has taken it when its process ends", async () => {
    const world = new World({ seed: 1 });
    const network = new SimNetwork<number>(world);
    const heard: number[] = [];
    const main = new SimProcess(world, "b", (context) => void network.connect(context));
    main.start();
    await world.run();
    network.connectOutsider("b").onMessage((_, message) => heard.push(message));
    main.crash();
    network.connectOutsider("a").send("b", 1);
    await world.run();
    expect(heard).toEqual([1]);
  });

  test("of another name draws other numbers, and the same name the same", async () => {
    const lostWith = async (name: string): Promise<string> => {
      const world = new World({ seed: 1 });
      const network = new SimNetwork<number>(world, { loss: 0.5, name });
      const heard: number[] = [];
      network.connectOutsider("b").onMessage((_, message) => heard.push(message));
      const a = network.connectOutsider("a");
      for (let message = 0; message < 100; message += 1) a.send("b", message);
      await world.run();
      return heard.join();
    };
    const lost = await lostWith("network");
    expect(await lostWith("network")).toBe(lost);
    expect(await lostWith("other")).not.toBe(lost);
  });
});
