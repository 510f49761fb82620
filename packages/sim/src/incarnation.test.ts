/** Tests of one life: what is held back keeps its order, and nothing comes after the end. */

import { describe, expect, test } from "@jest/globals";
import { Incarnation, World } from "./index.ts";

/** A life in a world, and events of it that say when they happened. */
function lifeInWorld(): {
  world: World;
  life: Incarnation;
  seen: string[];
  plan: (atMs: number, name: string, run?: () => void) => () => void;
  at: (atMs: number, run: () => void) => void;
} {
  const world = new World({ seed: 1 });
  const life = new Incarnation(world, 1);
  const seen: string[] = [];
  const plan = (atMs: number, name: string, also?: () => void): (() => void) =>
    world.schedule(atMs * 1000, {
      ...{ kind: "run", node: "n1", detail: name, owner: life },
      run: () => {
        seen.push(`${name} at ${world.nowMs}`);
        also?.();
      },
    });
  /** Lets the world do something, which nothing holds back. */
  const at = (atMs: number, run: () => void): void => {
    world.schedule(atMs * 1000, { kind: "run", node: "", detail: "world", run });
  };
  return { world, life, seen, plan, at };
}

describe("a life that is paused", () => {
  test("has its events afterwards, in the order in which they were due", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    plan(3, "late");
    plan(2, "early");
    plan(2, "early too");
    at(1, () => life.pause());
    at(5, () => expect(life.heldCount).toBe(3));
    at(9, () => life.resume());
    await world.run();
    expect(seen).toEqual(["early at 9", "early too at 9", "late at 9"]);
    expect(life.heldCount).toBe(0);
  });

  test("has what is due at the moment of its end after what was held", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    at(1, () => life.pause());
    at(9, () => life.resume());
    plan(2, "held");
    plan(9, "due now");
    plan(9, "due now too");
    plan(10, "later");
    await world.run();
    expect(seen).toEqual(["held at 9", "due now at 9", "due now too at 9", "later at 10"]);
  });

  test("keeps the order when it is paused again before all has come back", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    at(1, () => life.pause());
    at(9, () => life.resume());
    plan(2, "one", () => life.pause());
    plan(3, "two");
    plan(4, "three");
    plan(9, "four");
    plan(10, "five");
    at(12, () => expect(life.heldCount).toBe(4));
    at(20, () => life.resume());
    await world.run();
    const rest = ["two", "three", "four", "five"].map((name) => `${name} at 20`);
    expect(seen).toEqual(["one at 9", ...rest]);
  });

  test("forgets what is called off, during the pause and on the way back", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    const cancels = ["a", "b", "c"].map((name) => plan(2, name));
    plan(2, "d", () => cancels[2]?.());
    at(1, () => life.pause());
    at(3, () => cancels[0]?.());
    at(9, () => {
      life.resume();
      cancels[1]?.();
    });
    await world.run();
    expect(seen).toEqual(["c at 9", "d at 9"]);
  });

  test("goes on as before when it is resumed without a pause, or twice", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    at(0, () => life.resume());
    at(1, () => life.pause());
    plan(2, "held");
    at(3, () => {
      life.resume();
      life.resume();
    });
    plan(4, "later");
    await world.run();
    expect(seen).toEqual(["held at 3", "later at 4"]);
  });
});

describe("a life that has ended", () => {
  test("has no events any more, held or to come or on their way back", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    at(1, () => life.pause());
    plan(2, "held", () => life.end());
    plan(2, "on its way back");
    at(3, () => life.resume());
    plan(9, "to come");
    await world.run();
    expect(seen).toEqual(["held at 3"]);
    expect(life.isAlive).toBe(false);
  });

  test("cannot be paused, nor come back", async () => {
    const { world, life, seen, plan, at } = lifeInWorld();
    plan(2, "never");
    at(1, () => {
      life.end();
      life.pause();
      life.resume();
      expect(life.isPaused).toBe(false);
    });
    await world.run();
    expect(seen).toEqual([]);
  });

  test("has called, once and in their order, all who asked for it; at once who asks later", () => {
    const { life } = lifeInWorld();
    const calls: string[] = [];
    life.onEnd(() => calls.push("first"));
    life.onEnd(() => calls.push("second"));
    expect(calls).toEqual([]);
    life.end();
    life.end();
    expect(calls).toEqual(["first", "second"]);
    life.onEnd(() => calls.push("late"));
    expect(calls).toEqual(["first", "second", "late"]);
  });
});
