/** Tests of processes that stand still: all comes later, or never if they crash meanwhile. */

import { describe, expect, test } from "@jest/globals";
import { linesOf, processOf } from "../test/process-in-world.ts";

describe("a process that is paused", () => {
  test("has its timers when it is resumed", async () => {
    const ticks: number[] = [];
    const { world, process, lines } = processOf(({ clock }) => {
      for (const delayMs of [10, 20, 90]) clock.setTimer(delayMs, () => ticks.push(world.nowMs));
    });
    process.start();
    await world.play("a pause", async () => {
      await world.after(5);
      process.pause();
      process.pause();
      expect(process.state).toBe("paused");
      await world.after(45);
      process.resume();
      process.resume();
      expect(process.state).toBe("running");
      await world.after(100);
    });
    expect(ticks).toEqual([50, 50, 90]);
    expect(linesOf(lines, "pause")).toEqual(["n1     pause     #1"]);
    expect(linesOf(lines, "resume")).toEqual(["n1     resume    #1, 2 events held"]);
  });

  test("before it has begun begins when it is resumed", async () => {
    const starts: number[] = [];
    const { world, process } = processOf(() => void starts.push(world.nowMs));
    process.start();
    process.pause();
    await world.run({ untilMs: 10 });
    expect(starts).toEqual([]);
    process.resume();
    await world.run();
    expect(starts).toEqual([10]);
  });

  test("can crash, and its next life neither stands still nor has what was held", async () => {
    const ticks: string[] = [];
    const { world, process } = processOf(({ clock, life }) => {
      clock.setTimer(10, () => ticks.push(`${life.number} at ${world.nowMs}`));
    });
    process.start();
    await world.play("a pause, a crash", async () => {
      await world.after(5);
      process.pause();
      await world.after(15);
      process.crash();
      expect(process.state).toBe("stopped");
      process.resume();
      process.start();
      expect(process.state).toBe("running");
      await world.after(50);
    });
    expect(ticks).toEqual(["2 at 30"]);
  });

  test("is set free by a restart, without what was held", async () => {
    const ticks: string[] = [];
    const { world, process } = processOf(({ clock, life }) => {
      clock.setTimer(10, () => ticks.push(`${life.number} at ${world.nowMs}`));
    });
    process.start();
    await world.play("a pause, a restart", async () => {
      process.pause();
      await world.after(15);
      process.restart();
      await world.after(50);
    });
    expect(ticks).toEqual(["2 at 25"]);
    expect(process.lives).toBe(2);
  });
});
