/** Tests of a log as the invariants know it: what stands where, and what an overwriting leaves. */

import { describe, expect, test } from "@jest/globals";
import type { LogEntry } from "./observation.ts";
import { WatchedLog } from "./watched-log.ts";

/** Entries from `index` on, with these terms. */
function entriesFrom(index: number, ...terms: number[]): LogEntry[] {
  return terms.map((term, at) => ({ index: index + at, term, content: "" }));
}

/** The terms from one index up to another, both included. */
function termsOf(log: WatchedLog, from: number, to: number): unknown[] {
  return Array.from({ length: to - from + 1 }, (_, at) => log.termAt(from + at));
}

describe("a watched log", () => {
  test("that is empty ends where it starts, and has the term of its start", () => {
    const log = new WatchedLog({ index: 5, term: 3 }, []);
    expect(log.lastIndex).toBe(5);
    expect(termsOf(log, 4, 6)).toEqual(["snapshot", 3, undefined]);
  });

  test("begins with its stored entries behind its start", () => {
    const log = new WatchedLog({ index: 5, term: 3 }, entriesFrom(6, 3, 4));
    expect(log.lastIndex).toBe(7);
    expect(termsOf(log, 4, 8)).toEqual(["snapshot", 3, 3, 4, undefined]);
  });

  test("grows at its end", () => {
    const log = new WatchedLog({ index: 0, term: 0 }, entriesFrom(1, 1));
    log.append(entriesFrom(2, 1, 2));
    log.append([]);
    expect(log.lastIndex).toBe(3);
    expect(termsOf(log, 0, 4)).toEqual([0, 1, 1, 2, undefined]);
  });

  test("loses all behind an entry that overwrites another", () => {
    const log = new WatchedLog({ index: 2, term: 1 }, entriesFrom(3, 1, 1, 1));
    log.append(entriesFrom(4, 2));
    expect(log.lastIndex).toBe(4);
    expect(termsOf(log, 2, 5)).toEqual([1, 1, 2, undefined]);
  });

  test("can be overwritten from its first entry on", () => {
    const log = new WatchedLog({ index: 2, term: 1 }, entriesFrom(3, 1, 1));
    log.append(entriesFrom(3, 4, 4, 4));
    expect(termsOf(log, 2, 6)).toEqual([1, 4, 4, 4, undefined]);
  });

  test("puts entries at their places when some are from before its start", () => {
    const log = new WatchedLog({ index: 5, term: 3 }, entriesFrom(6, 3, 3));
    log.append(entriesFrom(4, 2, 3, 4, 5));
    expect(log.lastIndex).toBe(7);
    expect(termsOf(log, 4, 8)).toEqual(["snapshot", 3, 4, 5, undefined]);
  });

  test("has no entry at a place that was left out", () => {
    const log = new WatchedLog({ index: 0, term: 0 }, entriesFrom(1, 1));
    log.append(entriesFrom(3, 2));
    expect(log.lastIndex).toBe(3);
    expect(termsOf(log, 1, 4)).toEqual([1, undefined, 2, undefined]);
  });
});
