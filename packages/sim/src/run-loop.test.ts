/** Tests of a run: when it ends and how, what a step is, and who may act when. */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { failureOf, plan, planForEver } from "../test/planned-events.ts";
import { SimProcess, World } from "./index.ts";

describe("a run until a moment", () => {
  test("makes what happens up to it, and nothing after it", async () => {
    const world = new World({ seed: 1 });
    const seen: number[] = [];
    for (const atUs of [4999, 5000, 5001]) plan(world, atUs, () => seen.push(atUs));
    expect(await world.run({ untilMs: 5 })).toEqual({ kind: "done", steps: 2, timeMs: 5 });
    expect(seen).toEqual([4999, 5000]);
    expect(await world.run({ untilMs: 6 })).toEqual({ kind: "done", steps: 3, timeMs: 6 });
    expect(seen).toEqual([4999, 5000, 5001]);
  });

  test("jumps to it when nothing is left to happen", async () => {
    const world = new World({ seed: 1 });
    expect(await world.run({ untilMs: 1234.5 })).toEqual({
      kind: "done",
      steps: 0,
      timeMs: 1234.5,
    });
    expect(world.nowUs).toBe(1_234_500);
  });

  test("does not go back to one that has passed", async () => {
    const world = new World({ seed: 1 });
    await world.run({ untilMs: 10 });
    expect(await world.run({ untilMs: 5 })).toEqual({ kind: "done", steps: 0, timeMs: 10 });
  });

  // 4.1 * 1000 is a hair less than 4100, and 0.029 * 1000 a hair more than 29.
  for (const untilMs of [4.1, 8.2, 0.029, 1.001]) {
    test(`takes ${untilMs} ms for whole microseconds`, async () => {
      const world = new World({ seed: 1 });
      const seen: number[] = [];
      const untilUs = Number((untilMs * 1000).toFixed(0));
      for (const atUs of [untilUs, untilUs + 1]) plan(world, atUs, () => seen.push(atUs));
      await world.run({ untilMs });
      expect(seen).toEqual([untilUs]);
      expect(world.nowUs).toBe(untilUs);
    });
  }
});

describe("a run until something is true", () => {
  test("ends after the step with which it became true", async () => {
    const world = new World({ seed: 1 });
    let count = 0;
    for (const atUs of [10, 20, 30]) plan(world, atUs, () => (count += 1));
    const verdict = await world.run({ until: () => count === 2 });
    expect(verdict).toEqual({ kind: "done", steps: 2, timeMs: 0.02 });
  });

  test("takes no step if it is true already", async () => {
    const world = new World({ seed: 1 });
    planForEver(world);
    expect(await world.run({ until: () => true })).toMatchObject({ kind: "done", steps: 0 });
  });

  test("is rejected with what the question throws", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1);
    const until = (): boolean => {
      throw new Error("cannot tell");
    };
    await expect(world.run({ until })).rejects.toThrow("cannot tell");
    expect(await world.run()).toMatchObject({ kind: "done", steps: 1 });
  });
});

describe("a budget", () => {
  test("of steps ends a run, unknown", async () => {
    const world = new World({ seed: 1 });
    planForEver(world);
    world.beginWait("n1", "the end");
    expect(await world.run({ stepsMax: 7 })).toEqual({
      ...{ kind: "unknown", budget: "stepsMax", steps: 7, timeMs: 7 },
      waits: [{ owner: "n1", reason: "the end", sinceMs: 0 }],
    });
  });

  test("of steps counts those of its own run", async () => {
    const world = new World({ seed: 1 });
    planForEver(world);
    await world.run({ stepsMax: 7 });
    expect(await world.run({ stepsMax: 7 })).toMatchObject({ kind: "unknown", steps: 14 });
  });

  test("of events ends a run that plans more, and not one that plans as many", async () => {
    for (const [eventsMax, end] of [
      [4, { kind: "unknown", budget: "eventsMax" }],
      [5, { kind: "done" }],
    ] as const) {
      const world = new World({ seed: 1 });
      plan(world, 1, () => {
        for (let count = 0; count < 5; count += 1) plan(world, 1);
      });
      expect(await world.run({ eventsMax })).toMatchObject(end);
    }
  });

  test("that is used up together with what was asked for is not held against it", async () => {
    const world = new World({ seed: 1 });
    planForEver(world);
    const until = (): boolean => world.steps >= 7;
    expect(await world.run({ stepsMax: 7, until })).toMatchObject({ kind: "done", steps: 7 });
  });

  test("is never a pass: whatever is short ends unknown", async () => {
    const budgets = [{ stepsMax: 0 }, { stepsMax: 1 }, { stepsMax: 99 }, { eventsMax: 0 }];
    for (const budget of budgets) {
      const world = new World({ seed: 1 });
      plan(world, 1, () => planForEver(world));
      expect((await world.run({ ...budget, until: () => false })).kind).toBe("unknown");
    }
  });
});

describe("a deadlock", () => {
  test("lists who waits for what, oldest first, and leaves out waits that ended", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1000, () => world.beginWait("n1", "a vote"));
    plan(world, 2000, () => world.beginWait("n2", "a lock"));
    plan(world, 2500, world.beginWait("n3", "nothing in the end"));
    expect(await world.run()).toEqual({
      ...{ kind: "deadlock", steps: 3, timeMs: 2.5 },
      waits: [
        { owner: "n1", reason: "a vote", sinceMs: 1 },
        { owner: "n2", reason: "a lock", sinceMs: 2 },
      ],
    });
  });

  test("is also what never becomes true", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1);
    expect(await world.run({ until: () => false })).toMatchObject({ kind: "deadlock", waits: [] });
  });

  test("is not what goes on after the end of the run", async () => {
    const world = new World({ seed: 1 });
    world.beginWait("n1", "the event");
    plan(world, 9000);
    expect(await world.run({ untilMs: 5 })).toMatchObject({ kind: "done", timeMs: 5 });
  });

  test("does not hide behind events that will not happen", async () => {
    const world = new World({ seed: 1 });
    world.beginWait("client", "an answer");
    const cancel = plan(world, 9000);
    const sleeper = new SimProcess(
      world,
      1,
      ({ clock }) => void clock.setTimer(9, () => undefined),
    );
    sleeper.start();
    plan(world, 1000, () => {
      cancel();
      sleeper.crash();
    });
    expect(await world.run({ untilMs: 5 })).toMatchObject({
      ...{ kind: "deadlock", timeMs: 1 },
      waits: [{ owner: "client", reason: "an answer" }],
    });
  });
});

describe("a step", () => {
  test("lasts until all has come to rest, and only then are rules checked", async () => {
    const world = new World({ seed: 1 });
    let isHalfWay = false;
    const checkedAt: number[] = [];
    world.addInvariant("never half-way", () => {
      checkedAt.push(world.steps);
      return isHalfWay ? "it is half-way" : undefined;
    });
    plan(world, 1, async () => {
      isHalfWay = true;
      for (let count = 0; count < 30; count += 1) await Promise.resolve();
      expect(world.isInStep).toBe(true);
      isHalfWay = false;
    });
    plan(world, 2);
    expect((await world.run()).kind).toBe("done");
    expect(checkedAt).toEqual([1, 2]);
    expect(world.isInStep).toBe(false);
  });

  test("is looked at once by each rule", async () => {
    const world = new World({ seed: 1 });
    let asked = 0;
    world.addInvariant("any", () => void (asked += 1));
    planForEver(world);
    for (const steps of [200, 400]) {
      await world.run({ stepsMax: 200 });
      expect([world.steps, asked]).toEqual([steps, steps]);
    }
  });

  test("that breaks two rules fails by the first, and keeps what it threw", async () => {
    const world = new World({ seed: 9 });
    const error = new TinyKvError("test/odd", "three is odd");
    world.addInvariant("even", () => {
      if (world.steps === 3) throw error;
      return undefined;
    });
    let asked = 0;
    world.addInvariant("below three", () => {
      asked += 1;
      return world.steps < 3 ? undefined : "it is three";
    });
    planForEver(world);
    const facts = failureOf(await world.run());
    expect(asked).toBe(2);
    expect(facts).toMatchObject({ name: "even", seed: 9, step: 3, timeMs: 3, cause: error });
    expect(facts.reason).toBe("test/odd: three is odd");
  });

  test("in which something is thrown is the last one", async () => {
    const throwNow = (): void => {
      throw new TinyKvError("test/broken", "now");
    };
    const throwLater = async (): Promise<void> => {
      await Promise.resolve();
      throwNow();
    };
    for (const run of [throwNow, throwLater]) {
      const world = new World({ seed: 1 });
      plan(world, 1);
      plan(world, 2, run);
      plan(world, 3);
      const facts = failureOf(await world.run());
      expect(facts).toMatchObject({ name: "test/broken", step: 2 });
      expect(facts.lines.at(-1)).toMatch(/ 2 +0\.002 {2}- +verdict +test\/broken: .*now$/);
      expect((await world.run()).kind).toBe("failed");
      expect(world.steps).toBe(2);
    }
  });

  test("can come much later than the event whose promise it rejects", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1, async () => {
      await world.after(10);
      throw new Error("in the end");
    });
    planForEver(world);
    const facts = failureOf(await world.run());
    expect(facts).toMatchObject({ name: "sim/uncaught", reason: "in the end", timeMs: 10.001 });
  });
});
