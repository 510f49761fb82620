/** Tests of leader append-only: a leader's log only grows; a follower's may be overwritten. */

import { describe, expect, test } from "@jest/globals";
import { LeaderAppendOnly } from "./leader-append-only.ts";
import type { LogEntry, NodeStatus } from "./observation.ts";

function leader(term: number, id = 1): NodeStatus {
  return { id, term, isLeader: true, committed: 0 };
}

function follower(term: number, id = 1): NodeStatus {
  return { ...leader(term, id), isLeader: false };
}

/** Entries of `term` at these places. */
function entries(term: number, ...indexes: number[]): LogEntry[] {
  return indexes.map((index) => ({ index, term, content: "" }));
}

/** A leader of term 2 whose log has gone to 6. */
function reigning(): LeaderAppendOnly {
  const invariant = new LeaderAppendOnly();
  expect(invariant.appended(leader(2), entries(2, 5, 6), 4)).toBeUndefined();
  return invariant;
}

describe("leader append-only", () => {
  test("holds for a leader that appends, also for one that has nothing new", () => {
    const invariant = reigning();
    expect(invariant.appended(leader(2), [], 6)).toBeUndefined();
    expect(invariant.appended(leader(2), entries(2, 7), 6)).toBeUndefined();
    expect(invariant.appended(leader(2), entries(2, 8, 9), 7)).toBeUndefined();
  });

  test("is broken by a leader that writes its last entry again", () => {
    expect(reigning().appended(leader(2), entries(2, 6), 6)).toBe(
      "node 1, leader of term 2, has written its entry 6 again; its log went to 6",
    );
  });

  test("is broken by a leader that writes an older entry again, once each time", () => {
    const invariant = reigning();
    expect(invariant.appended(leader(2), entries(2, 3), 6)).toBe(
      "node 1, leader of term 2, has written its entry 3 again; its log went to 6",
    );
    expect(invariant.appended(leader(2), entries(2, 7), 3)).toBeUndefined();
    expect(invariant.appended(leader(2), entries(2, 7), 7)).toBe(
      "node 1, leader of term 2, has written its entry 7 again; its log went to 7",
    );
  });

  test("is broken by a leader that begins with nothing new, and then overwrites", () => {
    const invariant = new LeaderAppendOnly();
    expect(invariant.appended(leader(2), [], 4)).toBeUndefined();
    expect(invariant.appended(leader(2), entries(2, 4), 4)).toBe(
      "node 1, leader of term 2, has written its entry 4 again; its log went to 4",
    );
  });

  test("lets a follower's tail be overwritten", () => {
    const invariant = new LeaderAppendOnly();
    expect(invariant.appended(follower(2), entries(2, 5, 6), 4)).toBeUndefined();
    expect(invariant.appended(follower(3), entries(3, 5), 6)).toBeUndefined();
  });

  test("lets a former leader's tail be overwritten, and counts from there in a new term", () => {
    const invariant = reigning();
    expect(invariant.appended(follower(3), entries(3, 5), 6)).toBeUndefined();
    expect(invariant.appended(leader(4), entries(4, 6), 5)).toBeUndefined();
    expect(invariant.appended(leader(4), entries(4, 6), 6)).toMatch(/^node 1, leader of term 4,/);
  });

  test("lets what a node received before it won reach its disk once it leads", () => {
    const invariant = reigning();
    expect(invariant.appended(leader(5), entries(4, 3, 4), 6)).toBeUndefined();
    expect(invariant.appended(leader(5), entries(5, 5), 4)).toBeUndefined();
  });

  test("counts anew for a leader that has stepped down and leads in the same term again", () => {
    const invariant = reigning();
    expect(invariant.appended(follower(2), entries(2, 5), 6)).toBeUndefined();
    expect(invariant.appended(leader(2), entries(2, 6), 5)).toBeUndefined();
    expect(invariant.appended(leader(2), entries(2, 6), 6)).toMatch(/its log went to 6$/);
  });

  test("counts anew for a node that starts again", () => {
    const invariant = reigning();
    invariant.started(1);
    expect(invariant.appended(leader(2), entries(2, 6), 5)).toBeUndefined();
  });

  test("is kept by each node for itself", () => {
    const invariant = reigning();
    expect(invariant.appended(leader(3, 2), entries(3, 2), 1)).toBeUndefined();
    invariant.started(2);
    expect(invariant.appended(leader(2), entries(2, 6), 6)).toMatch(/^node 1, leader of term 2,/);
  });
});
