/** Tests of clocks that are wrong: about the date, and about how fast time goes by. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Incarnation, WORLD_EPOCH_MS, World } from "./index.ts";
import { ProcessClock, ProcessTime } from "./process-clock.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = { numRuns: 50, ...(seed === undefined ? {} : { seed: Number(seed) }) };

function clockInWorld(): {
  world: World;
  time: ProcessTime;
  life: Incarnation;
  clock: ProcessClock;
} {
  const world = new World({ seed: 1 });
  const time = new ProcessTime(world);
  const life = new Incarnation(world, 1);
  return { world, time, life, clock: new ProcessClock(world, { time, life, node: "n1" }) };
}

/** The moments at which timers of these delays run. */
async function timersAt(
  { world, clock }: ReturnType<typeof clockInWorld>,
  delaysMs: readonly number[],
): Promise<number[]> {
  const seen: number[] = [];
  for (const delayMs of delaysMs) clock.setTimer(delayMs, () => seen.push(world.nowMs));
  await world.run();
  return seen;
}

describe("a clock without faults", () => {
  test("begins at 2026-01-01, and goes with the world", async () => {
    const { world, clock } = clockInWorld();
    expect(new Date(clock.nowMs()).toISOString()).toBe("2026-01-01T00:00:00.000Z");
    await world.run({ untilMs: 1234.5 });
    expect(clock.nowMs()).toBe(WORLD_EPOCH_MS + 1234);
    expect(clock.monotonicMs()).toBe(1234.5);
  });

  test("runs timers after their delay, the shortest first", async () => {
    expect(await timersAt(clockInWorld(), [5, 0, 2.5, 5])).toEqual([0, 2.5, 5, 5]);
  });

  test("rounds a delay up to a whole microsecond", async () => {
    expect(await timersAt(clockInWorld(), [0.0001, 0.0019])).toEqual([0.001, 0.002]);
  });
});

describe("a clock with a skew", () => {
  test("shows another date, from now on, and measures the same durations", async () => {
    const { world, time, clock } = clockInWorld();
    await world.run({ untilMs: 100 });
    time.set({ skewMs: -5000 });
    expect(clock.nowMs()).toBe(WORLD_EPOCH_MS + 100 - 5000);
    expect(clock.monotonicMs()).toBe(100);
    time.set({ skewMs: 7 });
    expect(clock.nowMs()).toBe(WORLD_EPOCH_MS + 107);
  });

  test("has timers at the same time", async () => {
    const setting = clockInWorld();
    setting.time.set({ skewMs: 1_000_000 });
    expect(await timersAt(setting, [10])).toEqual([10]);
  });
});

describe("a clock with a rate", () => {
  test("counts so much faster or slower", async () => {
    const { world, time, clock } = clockInWorld();
    time.set({ rate: 2 });
    await world.run({ untilMs: 10 });
    expect([clock.monotonicMs(), clock.nowMs()]).toEqual([20, WORLD_EPOCH_MS + 20]);
  });

  test("counts on from where it was when the rate changes, each time", async () => {
    const { world, time, clock } = clockInWorld();
    await world.run({ untilMs: 100 });
    time.set({ rate: 0.5 });
    expect(clock.monotonicMs()).toBe(100);
    await world.run({ untilMs: 200 });
    expect(clock.monotonicMs()).toBe(150);
    time.set({ rate: 4 });
    await world.run({ untilMs: 210 });
    expect(clock.monotonicMs()).toBe(190);
    time.set({ rate: 1, skewMs: 3 });
    await world.run({ untilMs: 220 });
    expect([clock.monotonicMs(), clock.nowMs()]).toEqual([200, WORLD_EPOCH_MS + 203]);
    expect(time.rate).toBe(1);
  });

  test("has timers by its own measure", async () => {
    for (const { rate, atMs } of [
      { rate: 2, atMs: 5 },
      { rate: 0.5, atMs: 20 },
      { rate: 3, atMs: 3.334 },
    ]) {
      const setting = clockInWorld();
      setting.time.set({ rate });
      expect(await timersAt(setting, [10])).toEqual([atMs]);
    }
  });

  test("leaves timers where they are that were set before it", async () => {
    const setting = clockInWorld();
    const { world, time, clock } = setting;
    const seen: number[] = [];
    clock.setTimer(10, () => seen.push(world.nowMs));
    time.set({ rate: 10 });
    clock.setTimer(50, () => seen.push(world.nowMs));
    await world.run();
    expect(seen).toEqual([5, 10]);
  });

  test("never goes back, and no timer is early, whatever the rates", async () => {
    const rates = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { maxLength: 8 });
    const delays = fc.nat({ max: 10_000 });
    const property = fc.asyncProperty(rates, delays, async (list, delay) => {
      const { world, time, clock } = clockInWorld();
      let last = 0;
      for (const rate of list) {
        time.set({ rate });
        expect(clock.monotonicMs()).toBeGreaterThanOrEqual(last);
        last = clock.monotonicMs();
        await world.run({ untilMs: world.nowMs + 1.5 });
      }
      const delayMs = delay / 10;
      const start = clock.monotonicMs();
      let took = Number.NaN;
      clock.setTimer(delayMs, () => {
        took = clock.monotonicMs() - start;
      });
      await world.run();
      // Numbers with fractions are off by some millionths of a microsecond.
      expect(took).toBeGreaterThan(delayMs - 1e-8);
      expect(took).toBeLessThan(delayMs + 0.001 * time.rate + 1e-8);
    });
    await fc.assert(property, parameters);
  });

  for (const rate of [0, -1, Number.NaN, Infinity]) {
    test(`refuses ${rate}, and keeps the one it had`, () => {
      const { time } = clockInWorld();
      time.set({ rate: 2 });
      const code = "sim/invalid-rate";
      expect(() => time.set({ rate })).toThrow(expect.objectContaining({ code }));
      expect(time.rate).toBe(2);
    });
  }
});

describe("setTimer()", () => {
  test("can be called off, also too late", async () => {
    const { world, clock } = clockInWorld();
    const seen: string[] = [];
    const cancelFirst = clock.setTimer(5, () => seen.push("first"));
    const cancelSecond = clock.setTimer(6, () => seen.push("second"));
    cancelFirst();
    await world.run();
    cancelSecond();
    expect(seen).toEqual(["second"]);
  });

  test("never runs before it returns", async () => {
    const { world, clock } = clockInWorld();
    let hasRun = false;
    clock.setTimer(0, () => {
      hasRun = true;
    });
    expect(hasRun).toBe(false);
    await world.run();
    expect(hasRun).toBe(true);
  });

  test("does nothing for a life that has ended, during the timer or before it", async () => {
    const { world, life, clock } = clockInWorld();
    let runs = 0;
    clock.setTimer(5, () => (runs += 1));
    life.end();
    const before = world.scheduled;
    clock.setTimer(1, () => (runs += 1))();
    expect(world.scheduled).toBe(before);
    await world.run();
    expect(runs).toBe(0);
  });

  for (const delayMs of [-1, Number.NaN, 2 ** 31, Infinity]) {
    test(`refuses a delay of ${delayMs}`, () => {
      const { clock } = clockInWorld();
      const code = "runtime/invalid-delay";
      const set = (): unknown => clock.setTimer(delayMs, () => undefined);
      expect(set).toThrow(expect.objectContaining({ code }));
    });
  }
});
