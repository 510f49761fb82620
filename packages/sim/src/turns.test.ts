/** Tests of the door to the event loop: what comes to rest between turns, and who is told. */

import process from "node:process";
import { setImmediate as nextRound } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Turn, takeTurns } from "./turns.ts";

/** Takes turns until `turn` returns false; what was told of rejections comes back. */
async function turnsOf(turn: (turn: Turn, number: number) => boolean): Promise<unknown[]> {
  const strays: unknown[] = [];
  await new Promise<void>((resolve) => {
    let number = 0;
    const take = (kind: Turn): boolean => {
      number += 1;
      const isGoingOn = turn(kind, number);
      if (!isGoingOn) resolve();
      return isGoingOn;
    };
    takeTurns(take, (reason) => strays.push(reason));
  });
  return strays;
}

/** A promise that is rejected, and for which nobody waits. */
function strayRejection(reason: string): void {
  void Promise.reject(new Error(reason));
}

describe("takeTurns()", () => {
  test("takes no turn before it returns", async () => {
    let turns = 0;
    const end = turnsOf(() => {
      turns += 1;
      return false;
    });
    expect(turns).toBe(0);
    await end;
    expect(turns).toBe(1);
  });

  test("takes no turn after the one that returned false", async () => {
    let turns = 0;
    await turnsOf((_, number) => {
      turns = number;
      return number < 10;
    });
    await nextRound();
    await nextRound();
    expect(turns).toBe(10);
  });

  test("says of each turn whether it is the last of its round", async () => {
    const lasts: number[] = [];
    await turnsOf(({ isLast }, number) => {
      if (isLast) lasts.push(number);
      return number < 200;
    });
    expect(lasts).toEqual([64, 128, 192]);
  });

  test("lets everything settle between two turns, however deep it goes", async () => {
    const atStart: number[] = [];
    let depth = 0;
    const goDeep = async (): Promise<void> => {
      for (let level = 0; level < 50; level += 1) await Promise.resolve();
      process.nextTick(() => {
        void Promise.resolve().then(() => {
          depth += 1;
        });
      });
    };
    await turnsOf((_, number) => {
      atStart.push(depth);
      void goDeep();
      return number < 130;
    });
    expect(atStart).toEqual(Array.from({ length: 130 }, (_, at) => at));
  });

  test("lets the real world in after the last turn of a round, and at no other time", async () => {
    const seen: string[] = [];
    await turnsOf(({ isLast }, number) => {
      if (number === 3) void nextRound().then(() => seen.push("the rest of the world"));
      if (number < 60 || number > 70) return number < 80;
      seen.push(isLast ? "last" : "turn");
      return true;
    });
    const index = seen.indexOf("the rest of the world");
    expect(seen.slice(0, index)).toEqual(["turn", "turn", "turn", "turn", "last"]);
    expect(seen.slice(index + 1)).toEqual(Array.from({ length: 6 }, () => "turn"));
  });
});

describe("a promise that was rejected with nobody waiting", () => {
  const told: unknown[] = [];
  const listener = (reason: unknown): void => void told.push(reason);

  beforeEach(() => {
    told.length = 0;
    process.on("unhandledRejection", listener);
  });

  afterEach(() => {
    process.off("unhandledRejection", listener);
  });

  for (const at of [1, 2, 63]) {
    test(`in turn ${at} is told before the next one, and to nobody else`, async () => {
      let count = 0;
      const strays = await turnsOf((_, number) => {
        if (number === at) strayRejection(`in turn ${at}`);
        count = number;
        return number <= at;
      });
      expect(count).toBe(at + 1);
      expect(strays).toEqual([new Error(`in turn ${at}`)]);
      expect(told).toEqual([]);
    });
  }

  test("is told with all others of its turn, in their order", async () => {
    const strays = await turnsOf((_, number) => {
      if (number === 1) for (const name of ["a", "b"]) strayRejection(name);
      return number < 2;
    });
    expect(strays).toEqual([new Error("a"), new Error("b")]);
  });

  test("is not told if somebody catches it within the turn, however late", async () => {
    const strays = await turnsOf((_, number) => {
      if (number > 1) return false;
      const rejected = Promise.reject(new Error("caught"));
      const wait = async (): Promise<void> => {
        for (let level = 0; level < 20; level += 1) await Promise.resolve();
        await rejected.catch(() => undefined);
      };
      void wait();
      return true;
    });
    expect(strays).toEqual([]);
    expect(told).toEqual([]);
  });

  test("after the turns have ended is told to those who listened before them", async () => {
    const strays = await turnsOf((_, number) => number < 5);
    strayRejection("too late");
    await nextRound();
    expect(told).toEqual([new Error("too late")]);
    expect(strays).toEqual([]);
  });

  test("between two rounds is told to the others", async () => {
    let isOut = false;
    const strays = await turnsOf((_, number) => {
      if (number === 1) {
        void nextRound().then(() => {
          isOut = true;
          strayRejection("from outside");
        });
      }
      return number < 130;
    });
    expect(isOut).toBe(true);
    expect(told).toEqual([new Error("from outside")]);
    expect(strays).toEqual([]);
  });

  test("leaves the listeners as they were, also one for a single time", async () => {
    const times: unknown[] = [];
    process.once("unhandledRejection", (reason) => times.push(reason));
    const before = process.rawListeners("unhandledRejection");
    await turnsOf((_, number) => number < 300);
    expect(process.rawListeners("unhandledRejection")).toEqual(before);
    for (const name of ["first", "second"]) {
      strayRejection(name);
      await nextRound();
    }
    expect(times).toEqual([new Error("first")]);
    expect(told).toEqual([new Error("first"), new Error("second")]);
  });
});
