/** Tests of the list of who waits for what. */

import { describe, expect, test } from "@jest/globals";
import { WaitList } from "./waits.ts";

function wait(owner: string): { owner: string; reason: string; sinceMs: number } {
  return { owner, reason: "an answer", sinceMs: 1 };
}

describe("WaitList", () => {
  test("lists those that have not ended, oldest first", () => {
    const waits = new WaitList();
    const ends = ["a", "b", "c"].map((owner) => waits.begin(wait(owner)));
    ends[1]?.();
    waits.begin(wait("d"));
    expect(waits.list()).toEqual([wait("a"), wait("c"), wait("d")]);
    expect(waits.size).toBe(3);
  });

  test("does not mind a wait that ends twice", () => {
    const waits = new WaitList();
    const end = waits.begin(wait("a"));
    waits.begin(wait("a"));
    end();
    end();
    expect(waits.list()).toEqual([wait("a")]);
  });

  test("gives a list that stays as it is", () => {
    const waits = new WaitList();
    const end = waits.begin(wait("a"));
    const list = waits.list();
    end();
    expect(list).toEqual([wait("a")]);
    expect(waits.size).toBe(0);
  });
});
