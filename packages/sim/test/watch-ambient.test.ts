/** The watch sees who asks the machine, and changes nothing else. */

import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as timerOfNode } from "node:timers";
import { setTimeout as sleepOfNode } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { placeInStack, UNKNOWN_PLACE } from "../src/guard/caller-place.ts";
import { type AmbientCall, watchAmbient } from "../src/guard/watch-ambient.ts";
import { tsArgs } from "./ts-args.ts";

/** What is seen while `use` runs. */
function seenWhile(use: () => unknown): AmbientCall[] {
  const watch = watchAmbient(() => true);
  try {
    use();
    return watch.calls();
  } finally {
    watch.end();
  }
}

const namesWhile = (use: () => unknown): string[] => seenWhile(use).map(({ name }) => name);

describe("a watch", () => {
  test.each<[string, () => unknown]>([
    ["Date.now", () => Date.now()],
    ["new Date()", () => new Date()],
    ["Date", () => Date()],
    ["performance.now", () => performance.now()],
    ["process.hrtime", () => process.hrtime()],
    ["process.hrtime.bigint", () => process.hrtime.bigint()],
    ["Math.random", () => Math.random()],
    ["crypto.randomUUID", () => crypto.randomUUID()],
    ["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(4))],
    ["crypto.randomUUID", () => randomUUID()],
    ["crypto.randomBytes", () => randomBytes(4)],
    ["setTimeout", () => clearTimeout(setTimeout(() => undefined, 1))],
    ["setInterval", () => clearInterval(setInterval(() => undefined, 1))],
    ["setImmediate", () => clearImmediate(setImmediate(() => undefined))],
    ["timers/promises.setTimeout", () => sleepOfNode(0)],
    ["timers/promises.setTimeout", () => promisify(setTimeout)(0)],
  ])("sees %s, once", (name, use) => {
    expect(namesWhile(use)).toEqual([name]);
  });

  test.each<[string, () => unknown]>([
    ["a date that is given", () => new Date(0)],
    ["arithmetic", () => Math.max(1, 2)],
    ["parsing", () => Date.parse("2024-02-29")],
    ["what the run loop uses", () => clearTimeout(timerOfNode(() => undefined, 1))],
  ])("does not mind %s", (_what, use) => {
    expect(namesWhile(use)).toEqual([]);
  });

  test("says where, how often, and at which positions", () => {
    let position = 0;
    const watch = watchAmbient(
      () => true,
      () => position,
    );
    for (position = 3; position <= 5; position += 1) Math.random();
    watch.end();
    const [call, ...others] = watch.calls();
    expect(call).toMatchObject({ name: "Math.random", count: 3, first: 3, last: 5 });
    expect(call?.place).toMatch(/^\/.*\/watch-ambient\.test\.ts:\d+:\d+$/);
    expect(others).toEqual([]);
  });

  test("names the caller of a library of Node, not Node", () => {
    const [call] = seenWhile(() => [1].map(Math.random));
    expect(call?.place).toMatch(/watch-ambient\.test\.ts:\d+:\d+$/);
  });

  test("sees only what it is asked to see", () => {
    let isWatched = false;
    const watch = watchAmbient(() => isWatched);
    Date.now();
    isWatched = true;
    Math.random();
    isWatched = false;
    performance.now();
    watch.end();
    expect(watch.calls().map(({ name }) => name)).toEqual(["Math.random"]);
  });

  test("leaves what it watches in working order", async () => {
    const watch = watchAmbient(() => true);
    class Moment extends Date {}
    const [now, later, moment] = [Date.now(), new Date(), new Moment()];
    const value = Math.random();
    const [bytes, id] = [crypto.getRandomValues(new Uint8Array(16)), randomUUID()];
    const timer = await new Promise((resolve) => setImmediate(resolve, "rung"));
    watch.end();
    expect(later.getTime()).toBeGreaterThanOrEqual(now);
    expect(later).toBeInstanceOf(Date);
    expect(later.constructor).toBe(Date);
    expect(moment).toBeInstanceOf(Moment);
    expect(value).toBeLessThan(1);
    expect(new Set(bytes).size).toBeGreaterThan(1);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(timer).toBe("rung");
  });

  test("may overlap with others, in any order", () => {
    const [now, one] = [Date.now, watchAmbient(() => true)];
    const other = watchAmbient(() => true);
    Date.now();
    one.end();
    one.end();
    Math.random();
    other.end();
    expect(one.calls().map(({ name }) => name)).toEqual(["Date.now"]);
    expect(other.calls().map(({ name }) => name)).toEqual(["Date.now", "Math.random"]);
    expect(Date.now).toBe(now);
  });

  test("takes off its own wrappers only", () => {
    const { random } = Math;
    const watch = watchAmbient(() => true);
    const dice = (): number => 0.5;
    Math.random = dice;
    watch.end();
    expect(Math.random).toBe(dice);
    Math.random = random;
  });

  test("is off where built-ins are frozen, and says so", async () => {
    const path = fileURLToPath(new URL("frozen-run.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, tsArgs(path));
    const { isAvailable, calls, random, result, text } = JSON.parse(stdout) as {
      [name: string]: unknown;
    };
    expect({ isAvailable, calls, random }).toEqual({
      ...{ isAvailable: false, calls: [] },
      random: "untouched",
    });
    expect(result).toMatchObject({ isSame: false, firstLine: 2, isAmbientWatched: false });
    expect(text).toContain("Built-ins are frozen here, so nobody saw");
  });
});

describe("a place", () => {
  test.each([
    ["    at draw (file:///work/a%20b.ts?run=3:20:5)", "/work/a b.ts:20:5"],
    ["    at async file:///work/dice.ts:20:5", "/work/dice.ts:20:5"],
    ["    at new Dice (/work/dice.cjs:1:2)", "/work/dice.cjs:1:2"],
    ["    at Dice.roll [as draw] (file:///work/dice.ts:20:5)", "/work/dice.ts:20:5"],
    ["    at Array.map (<anonymous>)", UNKNOWN_PLACE],
    ["    at async Promise.all (index 0)", UNKNOWN_PLACE],
    ["    at node:internal/timers:3:4", UNKNOWN_PLACE],
    ["    at own (file:///guard/own.ts:1:2)", UNKNOWN_PLACE],
  ])("is read from %s", (frame, place) => {
    expect(placeInStack(`Error: at noon (12:00:00)\n${frame}`, ["file:///guard/"])).toBe(place);
  });

  test("is the first one that is somebody else's", () => {
    const frames = ["node:internal/a:1:1", "file:///guard/b.ts:2:2", "file:///c.ts:3:3"];
    const stack = frames.map((frame) => `    at f (${frame})`).join("\n");
    expect(placeInStack(stack, ["file:///guard/"])).toBe("/c.ts:3:3");
  });
});
