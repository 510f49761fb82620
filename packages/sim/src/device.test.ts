/** Tests of devices: how long writes take, in which order they finish, and how they fail. */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { expectRate } from "../test/expect-rate.ts";
import { type DiskQuality, Incarnation, SimDevice, World } from "./index.ts";

/** What became of one write. */
interface Outcome {
  readonly number: number;
  readonly atMs: number;
  readonly isApplied: boolean;
  readonly error: TinyKvError | undefined;
}

/** A device with a life that writes to it. */
class Setting {
  readonly lines: string[] = [];
  readonly world: World;
  readonly device: SimDevice;
  readonly life: Incarnation;
  readonly outcomes: Outcome[] = [];
  #count = 0;

  constructor(quality: Partial<DiskQuality>, seed = 1) {
    this.world = new World({ seed, trace: { sinks: [(line) => void this.lines.push(line)] } });
    this.device = new SimDevice(this.world, 1, quality);
    this.life = new Incarnation(this.world, 1);
  }

  /** Begins so many writes at once, and notes how each ends. */
  write(count = 1): void {
    for (let left = count; left > 0; left -= 1) {
      this.#count += 1;
      const number = this.#count;
      let isApplied = false;
      const end = (error?: TinyKvError): void => {
        this.outcomes.push({ number, atMs: this.world.nowMs, isApplied, error });
      };
      const apply = (): void => {
        isApplied = true;
      };
      this.device.write(this.life, apply).then(() => end(), end);
    }
  }

  async outcomesOf(count: number): Promise<Outcome[]> {
    this.write(count);
    expect((await this.world.run()).kind).toBe("done");
    return this.outcomes;
  }
}

describe("a device", () => {
  test("takes for each write a time out of its range", async () => {
    const tookMs: number[] = [];
    const { world, device, life } = new Setting({ writeMs: [2, 3] });
    await world.play("one after the other", async () => {
      for (let count = 0; count < 500; count += 1) {
        const startMs = world.nowMs;
        await device.write(life, () => undefined);
        tookMs.push(Math.round((world.nowMs - startMs) * 1000) / 1000);
      }
    });
    expect(Math.min(...tookMs)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...tookMs)).toBeLessThanOrEqual(3);
    // Of 500 draws, some are near each end of a range from which all are equally likely.
    expect(Math.min(...tookMs)).toBeLessThan(2.05);
    expect(Math.max(...tookMs)).toBeGreaterThan(2.95);
  });

  test("finishes writes in the order in which they were begun", async () => {
    for (const seed of [1, 2, 3]) {
      const outcomes = await new Setting({ writeMs: [0, 50], failRate: 0.3 }, seed).outcomesOf(100);
      const numbers = outcomes.map(({ number }) => number);
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
      expect(outcomes.every(({ atMs }, at) => atMs >= (outcomes[at - 1]?.atMs ?? 0))).toBe(true);
    }
  });

  test("does nothing before its time: a write is durable when it is acknowledged", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    let isApplied = false;
    let isAcknowledged = false;
    const write = setting.device.write(setting.life, () => {
      isApplied = true;
    });
    void write.then(() => {
      isAcknowledged = true;
    });
    await setting.world.run({ untilMs: 4.999 });
    expect([isApplied, isAcknowledged]).toEqual([false, false]);
    await setting.world.run({ untilMs: 5 });
    expect([isApplied, isAcknowledged]).toEqual([true, true]);
  });

  test("keeps the time of writes that are under way when its quality changes", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    setting.write();
    setting.device.set({ writeMs: [9, 9] });
    setting.write();
    setting.device.set({ writeMs: [1, 1] });
    setting.write();
    await setting.world.run();
    expect(setting.outcomes.map(({ atMs }) => atMs)).toEqual([5, 9, 9]);
  });

  test("keeps the order of writes over a pause of its process", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    const { world, life } = setting;
    await world.play("a pause", async () => {
      setting.write();
      await world.after(3);
      setting.write();
      life.pause();
      await world.after(5);
      life.resume();
      await world.after(10);
    });
    expect(setting.outcomes.map(({ number, atMs }) => [number, atMs])).toEqual([
      [1, 8],
      [2, 8],
    ]);
  });

  test("says in the trace how each write ended, and who waits for one", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    setting.write();
    const [wait] = setting.world.waits.list();
    expect(wait).toEqual({ owner: "n1", reason: "write 1 to its disk", sinceMs: 0 });
    setting.device.set({ isFull: true });
    setting.write();
    await setting.world.run();
    expect(setting.lines.map((line) => line.slice(24))).toEqual([
      "n1     write     #1 +5.000 ms",
      "n1     fail      #2 +5.000 ms (full)",
    ]);
    expect(setting.world.waits.size).toBe(0);
  });
});

describe("a device that fails", () => {
  test("fails so many of the next writes, and then no more", async () => {
    const setting = new Setting({});
    setting.device.failNext(3);
    const outcomes = await setting.outcomesOf(6);
    expect(outcomes.map(({ error }) => error?.code)).toEqual([
      ...["engine/io", "engine/io", "engine/io"],
      ...[undefined, undefined, undefined],
    ]);
  });

  test("fails as many writes as its rate says, of which about half have happened", async () => {
    for (const seed of [1, 2, 3]) {
      const outcomes = await new Setting({ failRate: 0.2 }, seed).outcomesOf(3000);
      const failed = outcomes.filter(({ error }) => error !== undefined);
      expectRate({ hits: failed.length, of: outcomes.length, rate: 0.2 });
      const happened = failed.filter(({ isApplied }) => isApplied);
      expectRate({ hits: happened.length, of: failed.length, rate: 1 / 2 });
    }
  });

  test("says of a failed write that it may have happened; only the trace knows", async () => {
    const setting = new Setting({ failRate: 1 });
    const outcomes = await setting.outcomesOf(40);
    for (const { number, isApplied, error } of outcomes) {
      expect(error).toBeInstanceOf(TinyKvError);
      expect(error).toMatchObject({ code: "engine/io", definite: false });
      expect(error?.message).toBe("engine/io: a write to the disk of n1 failed");
      const words = isApplied ? "(happened)" : "(did not happen)";
      expect(setting.lines[number - 1]).toMatch(`#${number} `);
      expect(setting.lines[number - 1]).toMatch(words);
    }
    expect(new Set(outcomes.map(({ isApplied }) => isApplied)).size).toBe(2);
  });

  test("does no write that its trace calls durable without doing it", async () => {
    const setting = new Setting({ failRate: 0.5 });
    const outcomes = await setting.outcomesOf(100);
    const durable = setting.lines.filter((line) => / write {5}#/.test(line)).length;
    const good = outcomes.filter(({ error }) => error === undefined);
    expect(good.every(({ isApplied }) => isApplied)).toBe(true);
    expect(durable).toBe(good.length);
  });
});

describe("a device that is full", () => {
  test("refuses every write, surely, until there is room", async () => {
    const setting = new Setting({ isFull: true });
    await setting.outcomesOf(20);
    for (const { isApplied, error } of setting.outcomes) {
      expect(error).toMatchObject({ code: "sim/disk-full", definite: true });
      expect(isApplied).toBe(false);
    }
    setting.device.set({ isFull: false });
    setting.write();
    await setting.world.run();
    expect(setting.outcomes.at(-1)).toMatchObject({ number: 21, isApplied: true });
  });

  test("does not use up the failures that are to come", async () => {
    const setting = new Setting({ isFull: true });
    setting.device.failNext(1);
    await setting.outcomesOf(5);
    setting.device.set({ isFull: false });
    setting.write(2);
    await setting.world.run();
    const codes = setting.outcomes.slice(5).map(({ error }) => error?.code);
    expect(codes).toEqual(["engine/io", undefined]);
  });
});

describe("a write of a life that ends", () => {
  test("never happens if it was not done, and nobody hears of it", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    const { world, life } = setting;
    const applied: string[] = [];
    await world.play("an end", async () => {
      await setting.device.write(life, () => applied.push("done"));
      void setting.device.write(life, () => applied.push("lost"));
      setting.write();
      await world.after(4);
      life.end();
      await world.after(50);
    });
    expect(applied).toEqual(["done"]);
    expect(setting.outcomes).toEqual([]);
    expect(world.waits.size).toBe(0);
  });

  test("is not begun after that", async () => {
    const setting = new Setting({});
    setting.life.end();
    const before = setting.world.scheduled;
    setting.write(3);
    await setting.world.run();
    expect([setting.world.scheduled, setting.outcomes]).toEqual([before, []]);
  });

  test("is not acknowledged if making it durable takes until after that", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    const { world, device, life } = setting;
    let isApplied = false;
    let isAcknowledged = false;
    await world.play("an end", async () => {
      const apply = async (): Promise<void> => {
        await world.after(10);
        isApplied = true;
      };
      void device.write(life, apply).then(() => {
        isAcknowledged = true;
      });
      await world.after(7);
      life.end();
      await world.after(50);
    });
    expect([isApplied, isAcknowledged]).toEqual([true, false]);
  });

  test("leaves the device to the next life", async () => {
    const setting = new Setting({ writeMs: [5, 5] });
    const { world, device } = setting;
    await world.play("two lives", async () => {
      void device.write(setting.life, () => undefined);
      await world.after(1);
      setting.life.end();
      await device.write(new Incarnation(world, 2), () => undefined);
      expect(world.nowMs).toBe(6);
    });
  });
});
