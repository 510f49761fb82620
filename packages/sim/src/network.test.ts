/** Tests of the network: who gets what, in which order, and what becomes of the rest. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Codec,
  type NetworkOptions,
  SimNetwork,
  SimProcess,
  type Transport,
  World,
} from "./index.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = { numRuns: 30, ...(seed === undefined ? {} : { seed: Number(seed) }) };

/** What arrived, and when. */
interface Arrival {
  readonly by: string;
  readonly message: number;
  readonly atMs: number;
}

/** A network whose places `a` and `b` note what arrives. */
class Setting {
  readonly lines: string[] = [];
  readonly world: World;
  readonly network: SimNetwork<number>;
  readonly a: Transport<number>;
  readonly b: Transport<number>;
  readonly arrivals: Arrival[] = [];

  constructor(options: NetworkOptions<number, unknown> = {}, worldSeed = 1) {
    const sinks = [(line: string) => void this.lines.push(line)];
    this.world = new World({ seed: worldSeed, trace: { sinks } });
    this.network = new SimNetwork<number>(this.world, options);
    [this.a, this.b] = [this.connect("a"), this.connect("b")];
  }

  connect(name: string): Transport<number> {
    const transport = this.network.connectOutsider(name);
    transport.onMessage((_, message) => {
      this.arrivals.push({ by: name, message, atMs: this.world.nowMs });
    });
    return transport;
  }

  /** The messages that have arrived, in their order. */
  get messages(): number[] {
    return this.arrivals.map(({ message }) => message);
  }

  /** The lines of the trace about messages, without their step and time. */
  get tale(): string[] {
    const lines = this.lines.map((line) => line.slice(24));
    return lines.filter((line) => / (deliver|lose) /.test(line));
  }
}

describe("a message", () => {
  test("arrives once, from who sent it, within the range of delays", async () => {
    const delaysMs: number[] = [];
    const setting = new Setting({ delayMs: [2, 3] });
    const { world, a, b } = setting;
    let from: unknown;
    let sentMs = 0;
    b.onMessage((sender) => {
      from = sender;
      delaysMs.push(Math.round((world.nowMs - sentMs) * 1000) / 1000);
    });
    await world.play("one at a time", async () => {
      for (let count = 0; count < 300; count += 1) {
        sentMs = world.nowMs;
        a.send("b", count);
        await world.after(10);
      }
    });
    expect(from).toBe("a");
    expect(delaysMs).toHaveLength(300);
    expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...delaysMs)).toBeLessThanOrEqual(3);
    expect(Math.max(...delaysMs) - Math.min(...delaysMs)).toBeGreaterThan(0.9);
  });

  test("never arrives before send() has returned", async () => {
    const setting = new Setting({ delayMs: [0, 0] });
    await setting.world.play("no delay", async () => {
      setting.a.send("b", 1);
      expect(setting.messages).toEqual([]);
      await setting.world.after(0);
      expect(setting.messages).toEqual([1]);
    });
  });

  test("finds a place by number or name, and tells who sent it", async () => {
    const setting = new Setting();
    const froms: unknown[] = [];
    setting.network.connectOutsider(7).onMessage((from) => froms.push(from));
    const [three, four] = [3, "4"].map((id) => setting.network.connectOutsider(id));
    for (const id of [7, "7", "n7"]) three?.send(id, 1);
    four?.send(7, 1);
    await setting.world.run();
    expect(froms.filter((from) => from === 3)).toHaveLength(3);
    expect(froms.filter((from) => from === "4")).toHaveLength(1);
  });

  test("can go to who sends it", async () => {
    const setting = new Setting();
    setting.a.send("a", 5);
    await setting.world.run();
    expect(setting.arrivals).toMatchObject([{ by: "a", message: 5 }]);
  });

  test("to a place where nobody is gets lost, and fails nothing", async () => {
    const setting = new Setting();
    setting.a.send("nowhere", 5);
    expect((await setting.world.run()).kind).toBe("done");
    expect(setting.network.counts).toMatchObject({ sent: 1, lost: 1, delivered: 0 });
    expect(setting.tale).toEqual(["nowhere lose      a > nowhere 5 (nobody there)"]);
  });

  test("goes to the last handler that was set, and to the last who took a place", async () => {
    const setting = new Setting();
    const seen: string[] = [];
    setting.b.onMessage(() => seen.push("first"));
    setting.b.onMessage(() => seen.push("second"));
    setting.a.send("b", 1);
    await setting.world.run();
    setting.network.connectOutsider("b").onMessage(() => seen.push("new"));
    setting.a.send("b", 1);
    await setting.world.run();
    expect(seen).toEqual(["second", "new"]);
  });

  test("fails the world if handling it fails, now or later", async () => {
    for (const handler of [
      () => {
        throw new Error("cannot");
      },
      () => Promise.reject(new Error("cannot")),
    ]) {
      const setting = new Setting();
      setting.b.onMessage(handler);
      setting.a.send("b", 1);
      expect((await setting.world.run()).kind).toBe("failed");
      expect(setting.world.failure?.facts.reason).toBe("cannot");
    }
  });
});

describe("a codec", () => {
  const codec: Codec<number, string> = {
    encode: (message) => `wire ${message}`,
    decode: (wire) => Number(wire.slice(5)),
    describe: (wire) => `<${wire}>`,
  };

  test("brings messages over, and says what a trace shows of them", async () => {
    const setting = new Setting({ codec, delayMs: [1.5, 1.5] });
    setting.a.send("b", 12);
    setting.a.send("c", 13);
    await setting.world.run();
    expect(setting.messages).toEqual([12]);
    expect(setting.tale).toEqual([
      "c      lose      a > c <wire 13> (nobody there)",
      "b      deliver   a > b <wire 12> +1.500 ms",
    ]);
  });

  test("makes each copy of a message anew", async () => {
    const world = new World({ seed: 1 });
    const network = new SimNetwork<{ list: number[] }>(world, { duplicate: 1 });
    const seen: { list: number[] }[] = [];
    network.connectOutsider("b").onMessage((_, message) => {
      message.list.push(0);
      seen.push(message);
    });
    network.connectOutsider("a").send("b", { list: [1] });
    await world.run();
    expect(seen).toEqual([{ list: [1, 0] }, { list: [1, 0] }]);
  });
});

describe("a cut", () => {
  test("of one direction loses what goes there, and nothing else", async () => {
    const setting = new Setting();
    setting.network.partitions.cut("a", "b");
    setting.a.send("b", 1);
    setting.b.send("a", 2);
    await setting.world.run();
    expect(setting.arrivals).toMatchObject([{ by: "a", message: 2 }]);
    expect(setting.tale).toContain("b      lose      a > b 1 (cut)");
  });

  test("loses what is on its way, not what came before or is sent after healing", async () => {
    const setting = new Setting({ delayMs: [5, 5] });
    const { world, network } = setting;
    await world.play("a cut", async () => {
      setting.a.send("b", 1);
      await world.after(4);
      setting.a.send("b", 2);
      await world.after(2);
      network.partitions.split([["a"], ["b"]]);
      await world.after(4);
      network.partitions.heal();
      setting.a.send("b", 3);
      await world.after(10);
    });
    expect(setting.messages).toEqual([1, 3]);
    expect(setting.tale).toContain("b      lose      a > b 2 (cut on its way)");
    expect(network.counts).toMatchObject({ sent: 3, delivered: 2, lost: 1 });
  });

  test("that is healed before a message arrives lets it through", async () => {
    const setting = new Setting({ delayMs: [5, 5] });
    await setting.world.play("a short cut", async () => {
      setting.a.send("b", 1);
      await setting.world.after(2);
      setting.network.partitions.cut("a", "b");
      await setting.world.after(2);
      setting.network.partitions.heal();
      await setting.world.after(5);
    });
    expect(setting.messages).toEqual([1]);
  });

  test("does not change the delays of what is sent after it", async () => {
    const arrivalsWith = async (isCut: boolean): Promise<Arrival[]> => {
      const setting = new Setting({ delayMs: [0, 9] });
      await setting.world.play("ten messages", async () => {
        if (isCut) setting.network.partitions.cut("a", "b");
        for (let count = 0; count < 10; count += 1) {
          if (count === 5) setting.network.partitions.heal();
          setting.a.send("b", count);
          await setting.world.after(10);
        }
      });
      return setting.arrivals;
    };
    const all = await arrivalsWith(false);
    expect(all).toHaveLength(10);
    expect(await arrivalsWith(true)).toEqual(all.slice(5));
  });
});

describe("a link", () => {
  test("keeps its order, also with doubles and losses, whatever the delays", async () => {
    const maxMs = fc.nat({ max: 50 });
    const property = fc.asyncProperty(fc.nat(), maxMs, async (worldSeed, delayMaxMs) => {
      const quality = { delayMs: [0, delayMaxMs] as const, duplicate: 0.2, loss: 0.1 };
      const setting = new Setting(quality, worldSeed);
      await setting.world.play("forty each way", async () => {
        for (let count = 0; count < 40; count += 1) {
          setting.a.send("b", count);
          setting.b.send("a", count);
          if (count % 3 === 0) await setting.world.after(1);
        }
        await setting.world.after(60);
      });
      for (const place of ["a", "b"]) {
        const heard = setting.arrivals.filter(({ by }) => by === place);
        const messages = heard.map(({ message }) => message);
        expect(messages.length).toBeGreaterThan(20);
        expect(messages).toEqual(messages.toSorted((one, other) => one - other));
      }
    });
    await fc.assert(property, parameters);
  });

  test("does not hold up another one", async () => {
    const setting = new Setting({ delayMs: [1, 1] });
    setting.network.changeLinks({ from: "a" }, { delayMs: [50, 50] });
    setting.a.send("b", 1);
    setting.b.send("a", 2);
    await setting.world.run();
    expect(setting.arrivals).toEqual([
      { by: "a", message: 2, atMs: 1 },
      { by: "b", message: 1, atMs: 50 },
    ]);
  });

  test("that becomes quicker still keeps the order of what is on its way", async () => {
    const setting = new Setting({ delayMs: [50, 50] });
    setting.a.send("b", 1);
    setting.network.changeLinks({}, { delayMs: [1, 1] });
    setting.a.send("b", 2);
    await setting.world.run();
    expect(setting.arrivals).toEqual([
      { by: "b", message: 1, atMs: 50 },
      { by: "b", message: 2, atMs: 50 },
    ]);
  });
});

describe("a process on a network", () => {
  test("sends nothing once its life has ended", async () => {
    const setting = new Setting();
    const mouths: Transport<number>[] = [];
    const main = new SimProcess(setting.world, 1, (context) => {
      mouths.push(setting.network.connect(context));
    });
    main.start();
    await setting.world.run();
    main.restart();
    await setting.world.run();
    mouths[0]?.send("b", 1);
    mouths[1]?.send("b", 2);
    await setting.world.run();
    expect(setting.messages).toEqual([2]);
    expect(setting.network.counts.sent).toBe(1);
  });

  test("leaves its place when it ends, and not the place of the life after it", async () => {
    const setting = new Setting();
    const main = new SimProcess(setting.world, 1, (context) => {
      setting.network.connect(context);
    });
    await setting.world.play("two lives", async () => {
      main.start();
      await setting.world.after(1);
      main.crash();
      setting.a.send(1, 1);
      main.start();
      setting.a.send(1, 2);
      await setting.world.after(1);
      setting.a.send(1, 3);
      await setting.world.after(10);
    });
    expect(setting.network.counts).toMatchObject({ sent: 3, lost: 2, delivered: 1 });
  });
});
