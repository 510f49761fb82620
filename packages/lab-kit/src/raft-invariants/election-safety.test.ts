/** Tests of election safety: one leader in a term, however often it is seen. */

import { describe, expect, test } from "@jest/globals";
import { ElectionSafety } from "./election-safety.ts";
import type { NodeStatus } from "./observation.ts";

function leader(id: number, term: number): NodeStatus {
  return { id, term, isLeader: true, committed: 0 };
}

function follower(id: number, term: number): NodeStatus {
  return { ...leader(id, term), isLeader: false };
}

/** What is said of each of these, in their order. */
function wordsOf(...seen: NodeStatus[]): (string | undefined)[] {
  const invariant = new ElectionSafety();
  return seen.map((status) => invariant.observe(status));
}

const FINE = undefined;

describe("election safety", () => {
  test("holds for one leader with its followers, seen again and again", () => {
    expect(wordsOf(leader(1, 2), follower(2, 2), leader(1, 2))).toEqual([FINE, FINE, FINE]);
  });

  test("holds for leaders of different terms, also while the older one does not know", () => {
    expect(wordsOf(leader(1, 2), leader(2, 3), leader(1, 2))).toEqual([FINE, FINE, FINE]);
  });

  test("holds for a leader that steps down and leads in the same term again", () => {
    expect(wordsOf(leader(1, 2), follower(1, 2), leader(1, 2))).toEqual([FINE, FINE, FINE]);
  });

  test("is broken by a second leader of a term, and names both", () => {
    const words = "nodes 1 and 3 both lead in term 2";
    expect(wordsOf(leader(1, 2), leader(3, 2))).toEqual([FINE, words]);
  });

  test("is broken by a second leader long after the first one has stepped down", () => {
    const words = "nodes 1 and 2 both lead in term 2";
    const story = [leader(1, 2), follower(1, 3), leader(3, 3), leader(2, 2)];
    expect(wordsOf(...story)).toEqual([FINE, FINE, FINE, words]);
  });

  test("goes on with the first leader of a term after it was broken", () => {
    const words = "nodes 1 and 2 both lead in term 2";
    expect(wordsOf(leader(1, 2), leader(2, 2), leader(1, 2), leader(2, 2))).toEqual([
      ...[FINE, words, FINE, words],
    ]);
  });

  test("counts the terms that had a leader", () => {
    const invariant = new ElectionSafety();
    for (const status of [follower(1, 1), leader(1, 2), leader(1, 2), leader(1, 4)]) {
      invariant.observe(status);
    }
    expect(invariant.elections).toBe(2);
  });
});
