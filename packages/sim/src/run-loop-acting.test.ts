/** Tests of who may act on a world while it runs, and what becomes of the others. */

import { setImmediate as nextRound } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { failureOf, plan, planForEver } from "../test/planned-events.ts";
import { World } from "./index.ts";

function withCode(code: string): unknown {
  return expect.objectContaining({ code });
}

describe("who acts on a world", () => {
  test("from outside of a step during a run is refused, and ends the run", async () => {
    const world = new World({ seed: 1 });
    let refusal: unknown;
    const fromOutside = async (): Promise<void> => {
      await nextRound();
      try {
        world.schedule(0, { kind: "run", node: "", detail: "outside", run: () => undefined });
      } catch (error) {
        refusal = error;
      }
    };
    planForEver(world);
    const end = fromOutside();
    const verdict = await world.run({ stepsMax: 1000 });
    await end;
    expect(refusal).toEqual(withCode("sim/outside-step"));
    expect(failureOf(verdict)).toMatchObject({ name: "sim/outside-step", cause: refusal });
  });

  test("from outside of a step is let in by a world that is not strict", async () => {
    const world = new World({ seed: 1, isStrict: false });
    let isDone = false;
    planForEver(world);
    void nextRound().then(() => plan(world, 0, () => (isDone = true)));
    expect(await world.run({ stepsMax: 1000, until: () => isDone })).toMatchObject({
      kind: "done",
    });
  });

  test("between two runs is welcome", async () => {
    const world = new World({ seed: 1 });
    await world.run({ untilMs: 1 });
    await nextRound();
    let isDone = false;
    plan(world, 0, () => (isDone = true));
    expect((await world.run()).kind).toBe("done");
    expect(isDone).toBe(true);
  });

  test("cannot play a scene while it runs, which then never begins", async () => {
    const world = new World({ seed: 1 });
    let begun = 0;
    const scene = (): void => void (begun += 1);
    plan(world, 1, () =>
      expect(world.play("inner", scene)).rejects.toThrow(withCode("sim/running")),
    );
    plan(world, 5);
    expect(await world.run()).toMatchObject({ kind: "done", steps: 2 });
    expect(begun).toBe(0);
  });

  test("cannot run it while it runs", async () => {
    const world = new World({ seed: 1 });
    let refusal: unknown;
    plan(world, 1, () => {
      try {
        void world.run();
      } catch (error) {
        refusal = error;
      }
    });
    const first = world.run();
    expect(() => world.run()).toThrow(withCode("sim/running"));
    expect((await first).kind).toBe("done");
    expect(refusal).toEqual(withCode("sim/running"));
    expect((await world.run()).kind).toBe("done");
  });
});
