/** Tests of leader completeness: what is committed is in the logs of all later leaders. */

import { describe, expect, test } from "@jest/globals";
import { LeaderCompleteness } from "./leader-completeness.ts";
import type { LogEntry, NodeStatus } from "./observation.ts";

function leader(id: number, term: number): NodeStatus {
  return { id, term, isLeader: true, committed: 0 };
}

function entry(index: number, term: number, content = ""): LogEntry {
  return { index, term, content };
}

/** A log with these terms from index 1 on. */
function terms(...list: number[]): (index: number) => number | undefined {
  return (index) => list[index - 1];
}

/** An entry at index 3 was committed in term 2. */
function committed(): LeaderCompleteness {
  const invariant = new LeaderCompleteness();
  invariant.committed(entry(3, 2, "x"), 2);
  return invariant;
}

describe("leader completeness", () => {
  test("holds while nothing is committed, whatever leaders lack", () => {
    expect(new LeaderCompleteness().observe(leader(1, 9), terms())).toBeUndefined();
  });

  test("holds for a leader that has the newest committed entry", () => {
    expect(committed().observe(leader(1, 3), terms(1, 2, 2, 3))).toBeUndefined();
  });

  test("is broken by a leader of a higher term whose log is too short", () => {
    expect(committed().observe(leader(1, 3), terms(1, 2))).toBe(
      'node 1 leads in term 3 without the committed entry (3,2,"x"): it has nothing there',
    );
  });

  test("is broken by a leader of a higher term that has an entry of another term there", () => {
    const words = 'node 1 leads in term 4 without the committed entry (3,2,"x")';
    const there = "it has an entry of term 3 there";
    expect(committed().observe(leader(1, 4), terms(1, 1, 3))).toBe(`${words}: ${there}`);
  });

  test("asks nothing of followers, nor of leaders of the same or a lower term", () => {
    const invariant = committed();
    expect(invariant.observe({ ...leader(1, 3), isLeader: false }, terms())).toBeUndefined();
    expect(invariant.observe(leader(1, 2), terms())).toBeUndefined();
    expect(invariant.observe(leader(1, 1), terms())).toBeUndefined();
  });

  test("takes a snapshot of the entry for the entry", () => {
    expect(committed().observe(leader(1, 3), () => "snapshot")).toBeUndefined();
  });

  test("looks once at each leader of each term", () => {
    const invariant = committed();
    expect(invariant.observe(leader(1, 3), terms())).toMatch(/^node 1 leads in term 3 without/);
    expect(invariant.observe(leader(1, 3), terms())).toBeUndefined();
    expect(invariant.observe(leader(1, 4), terms())).toMatch(/^node 1 leads in term 4 without/);
    expect(invariant.observe(leader(2, 3), terms())).toMatch(/^node 2 leads in term 3 without/);
  });

  test("looks at a leader that was a follower of its term before", () => {
    const invariant = committed();
    invariant.observe({ ...leader(1, 3), isLeader: false }, terms());
    expect(invariant.observe(leader(1, 3), terms())).toMatch(/^node 1 leads in term 3 without/);
  });

  test("goes by the newest entry, also when an older one is heard of later", () => {
    const invariant = committed();
    invariant.committed(entry(1, 1), 5);
    expect(invariant.observe(leader(1, 3), terms(1))).toMatch(/committed entry \(3,2,"x"\)/);
  });

  test("asks nothing of a leader between the term of an entry and that of its commit", () => {
    // Figure 8: of term 2, but committed in term 4; a leader of term 3 need not have it.
    const invariant = new LeaderCompleteness();
    invariant.committed(entry(3, 2), 4);
    expect(invariant.observe(leader(5, 3), terms(1, 1, 3))).toBeUndefined();
    expect(invariant.observe(leader(5, 4), terms(1, 1, 3))).toBeUndefined();
    expect(invariant.observe(leader(5, 5), terms(1, 1, 3))).toMatch(/^node 5 leads in term 5/);
  });

  test("never takes an entry for committed before its own term", () => {
    const invariant = new LeaderCompleteness();
    invariant.committed(entry(3, 4), 0);
    expect(invariant.observe(leader(1, 3), terms())).toBeUndefined();
    expect(invariant.observe(leader(1, 4), terms())).toBeUndefined();
    expect(invariant.observe(leader(1, 5), terms())).toMatch(/^node 1 leads in term 5/);
  });
});
