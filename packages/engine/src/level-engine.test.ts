/**
 * Tests of what an engine says about a close that comes in the middle, over a store made for it.
 */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { encodeCfKey } from "./cf-key.ts";
import { LevelEngine } from "./level-engine.ts";
import type { LevelStore } from "./level-store.ts";

/** An engine over a store that always has more keys; `onRead` and `onCommit` come in between. */
function endlessEngine(onRead: (engine: LevelEngine) => void, onCommit: typeof onRead) {
  let commits = 0;
  const keys = {
    nextv: async () => {
      onRead(engine);
      return [encodeCfKey("default", Buffer.of(1))];
    },
    close: async () => undefined,
  };
  const store = {
    database: { keys: () => keys },
    commit: async () => {
      commits += 1;
      onCommit(engine);
    },
    afterThisTurn: (run: () => void) => queueMicrotask(run),
    close: async () => undefined,
  };
  const engine: LevelEngine = new LevelEngine(store as unknown as LevelStore);
  return { engine, commits: () => commits };
}

describe("deleteRange() that meets the close of its engine", () => {
  const nothing = (): void => undefined;
  const close = (engine: LevelEngine): void => void engine.close();

  test("says that it may have had an effect, once a step of it is done", async () => {
    const { engine, commits } = endlessEngine(nothing, close);
    await expect(engine.deleteRange("default", {}, { sync: false })).rejects.toMatchObject({
      code: "engine/closed",
      definite: false,
    });
    expect(commits()).toBe(1);
  });

  test("keeps saying what went wrong when that is something else", async () => {
    let commits = 0;
    const failSecond = (): void => {
      commits += 1;
      if (commits === 2) throw new TinyKvError("sim/disk-full", "the disk is full");
    };
    const { engine } = endlessEngine(nothing, failSecond);
    await expect(engine.deleteRange("default", {}, { sync: false })).rejects.toMatchObject({
      message: "sim/disk-full: the disk is full",
      code: "sim/disk-full",
      definite: false,
    });
  });

  test("says that it surely had none before that", async () => {
    const { engine, commits } = endlessEngine(close, nothing);
    await expect(engine.deleteRange("default", {}, { sync: false })).rejects.toMatchObject({
      code: "engine/closed",
      definite: true,
    });
    expect(commits()).toBe(0);
  });
});
