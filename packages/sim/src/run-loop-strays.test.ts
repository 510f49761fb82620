/** Tests of a run in which a promise is rejected that nobody waits for: whose failure that is. */

import process from "node:process";
import { setImmediate as nextRound } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { SimProcess, type Verdict, World, type WorldFailure } from "./index.ts";

/** Lets `run` happen after some microseconds. */
function plan(world: World, delayUs: number, run: () => unknown): void {
  world.schedule(delayUs, { kind: "run", node: "", detail: "planned", run });
}

function failureOf(verdict: Verdict): WorldFailure["facts"] {
  if (verdict.kind !== "failed") throw new Error(`the run is ${verdict.kind}`);
  return verdict.failure.facts;
}

describe("a promise that is rejected with nobody waiting", () => {
  const told: unknown[] = [];
  const listener = (reason: unknown): void => void told.push(reason);

  beforeEach(() => {
    told.length = 0;
    process.on("unhandledRejection", listener);
  });

  afterEach(async () => {
    await nextRound();
    process.off("unhandledRejection", listener);
  });

  /** What a program does that forgets an `await`. */
  async function fail(error: unknown): Promise<void> {
    await Promise.resolve();
    throw error;
  }

  test("fails the world in the step in which it happened", async () => {
    const world = new World({ seed: 4 });
    const error = new TinyKvError("test/stray", "nobody cares");
    plan(world, 1000, () => undefined);
    plan(world, 2000, () => void fail(error));
    plan(world, 3000, () => undefined);
    const verdict = await world.run();
    expect(failureOf(verdict)).toMatchObject({
      ...{ name: "test/stray", reason: "test/stray: nobody cares", cause: error },
      ...{ seed: 4, step: 2, timeMs: 2 },
    });
    expect(world.steps).toBe(2);
    expect(told).toEqual([]);
  });

  test("in the code of a process fails the play, whichever step of a round it is", async () => {
    for (const delayMs of [1, 31, 61, 62, 63, 64, 65]) {
      const world = new World({ seed: 1 });
      const program = new SimProcess(world, 1, ({ clock }) => {
        const tick = (): void => {
          if (world.nowMs >= delayMs) void fail(new Error(`at ${world.nowMs} ms`));
          clock.setTimer(1, tick);
        };
        tick();
      });
      program.start();
      const scene = world.play("a careless program", () => world.after(100));
      await expect(scene).rejects.toMatchObject({
        facts: { name: "sim/uncaught", reason: `at ${delayMs} ms`, timeMs: delayMs },
      });
    }
    expect(told).toEqual([]);
  });

  test("counts once, by the first, if there are more of them", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1, () => {
      for (const name of ["one", "two"]) void fail(new Error(name));
    });
    expect(failureOf(await world.run()).reason).toBe("one");
    expect(told).toEqual([]);
  });

  test("does not matter any more in a life that has ended", async () => {
    const world = new World({ seed: 1 });
    const program = new SimProcess(world, 1, ({ exit }) => {
      exit(1);
      void fail(new Error("too late"));
    });
    program.start();
    expect(await world.run({ untilMs: 10 })).toMatchObject({ kind: "done", timeMs: 10 });
    expect(told).toEqual([]);
  });

  test("is no failure if it is caught within its step", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1, async () => {
      const rejected = fail(new Error("caught"));
      for (let count = 0; count < 30; count += 1) await Promise.resolve();
      await rejected.catch(() => undefined);
    });
    expect((await world.run()).kind).toBe("done");
  });

  test("outside of any run is not the world's", async () => {
    const world = new World({ seed: 1 });
    plan(world, 1, () => undefined);
    await world.run();
    void fail(new Error("of somebody else"));
    await nextRound();
    expect(told).toEqual([new Error("of somebody else")]);
    expect(world.failure).toBeUndefined();
  });
});
