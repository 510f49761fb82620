/** Tests of log matching: same index and term, same entry and same past. */

import { describe, expect, test } from "@jest/globals";
import { LogMatching } from "./log-matching.ts";
import type { LogEntry } from "./observation.ts";

function entry(index: number, term: number, content = ""): LogEntry {
  return { index, term, content };
}

describe("log matching", () => {
  test("holds for logs that are alike, however they were handed over", () => {
    const invariant = new LogMatching();
    const log = [entry(1, 1, "a"), entry(2, 1, "b"), entry(3, 2, "c")];
    expect(invariant.appended(1, log, 0)).toBeUndefined();
    expect(invariant.appended(2, log.slice(0, 1), 0)).toBeUndefined();
    expect(invariant.appended(2, log.slice(1), 1)).toBeUndefined();
    expect(invariant.appended(3, log.slice(2), 1)).toBeUndefined();
    expect(invariant.appended(3, [], 2)).toBeUndefined();
  });

  test("holds for other entries of another term at the same index", () => {
    const invariant = new LogMatching();
    expect(invariant.appended(1, [entry(1, 1, "a"), entry(2, 1, "b")], 0)).toBeUndefined();
    expect(invariant.appended(2, [entry(1, 1, "a"), entry(2, 3, "x")], 0)).toBeUndefined();
  });

  test("holds for entries of the same term at another index", () => {
    const invariant = new LogMatching();
    expect(invariant.appended(1, [entry(1, 1, "a"), entry(2, 1, "b")], 0)).toBeUndefined();
    expect(invariant.appended(1, [entry(3, 1, "a"), entry(4, 1, "b")], 1)).toBeUndefined();
  });

  test("holds for a node that has its tail overwritten with what others have", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(1, 1), entry(2, 2, "old"), entry(3, 2, "old")], 0);
    invariant.appended(2, [entry(1, 1), entry(2, 3, "new")], 0);
    expect(invariant.appended(1, [entry(2, 3, "new")], 1)).toBeUndefined();
  });

  test("is broken by other content of an index and a term", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(1, 1), entry(2, 1, "b")], 0);
    const words = 'node 2 has (2,1,"c"), and node 1 has (2,1,"b")';
    expect(invariant.appended(2, [entry(1, 1), entry(2, 1, "c")], 0)).toBe(words);
  });

  test("is broken by content against none", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(1, 1)], 0);
    const words = 'node 2 has (1,1,"c"), and node 1 has (1,1)';
    expect(invariant.appended(2, [entry(1, 1, "c")], 0)).toBe(words);
  });

  test("is broken by another term before the same entry", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(1, 1), entry(2, 3, "b")], 0);
    expect(invariant.appended(2, [entry(1, 2), entry(2, 3, "b")], 0)).toBe(
      'nodes 2 and 1 share (2,3,"b"), but before it one has term 2 and the other term 1',
    );
  });

  test("is broken by another term before the first of the new entries", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(6, 3)], 2);
    expect(invariant.appended(2, [entry(6, 3)], 1)).toBe(
      "nodes 2 and 1 share (6,3), but before it one has term 1 and the other term 2",
    );
  });

  test("is broken by a node that has something else where it once had another entry", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(1, 1, "a")], 0);
    const words = 'node 1 has (1,1,"b"), and node 1 has (1,1,"a")';
    expect(invariant.appended(1, [entry(1, 1, "b")], 0)).toBe(words);
  });

  test("goes on with what was there first", () => {
    const invariant = new LogMatching();
    invariant.appended(1, [entry(1, 1, "a")], 0);
    invariant.appended(2, [entry(1, 1, "b")], 0);
    expect(invariant.appended(3, [entry(1, 1, "a")], 0)).toBeUndefined();
    expect(invariant.appended(4, [entry(1, 1, "b")], 0)).toMatch(/and node 1 has/);
  });
});
