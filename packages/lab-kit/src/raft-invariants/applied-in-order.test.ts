/** Tests of the promise that entries are applied one after the other, each one once. */

import { describe, expect, test } from "@jest/globals";
import { AppliedInOrder } from "./applied-in-order.ts";
import type { LogEntry } from "./observation.ts";

function entry(index: number): LogEntry {
  return { index, term: 2, content: "x" };
}

/** What is said when node 1 applies these, in their order. */
function wordsOf(invariant: AppliedInOrder, ...indexes: number[]): (string | undefined)[] {
  return indexes.map((index) => invariant.applied(1, entry(index)));
}

const FINE = undefined;

describe("applied in order", () => {
  test("holds for one entry after the other, from the first one", () => {
    expect(wordsOf(new AppliedInOrder(), 1, 2, 3)).toEqual([FINE, FINE, FINE]);
  });

  test("is kept by each node for itself", () => {
    const invariant = new AppliedInOrder();
    expect(wordsOf(invariant, 1, 2)).toEqual([FINE, FINE]);
    expect(invariant.applied(2, entry(1))).toBeUndefined();
    expect(wordsOf(invariant, 3)).toEqual([FINE]);
  });

  test("is broken by an entry that is left out", () => {
    const words = 'node 1 applied (3,2,"x") when entry 2 was next';
    expect(wordsOf(new AppliedInOrder(), 1, 3, 4)).toEqual([FINE, words, FINE]);
  });

  test("is broken by an entry that is applied twice", () => {
    const words = 'node 1 applied (2,2,"x") when entry 3 was next';
    expect(wordsOf(new AppliedInOrder(), 1, 2, 2)).toEqual([FINE, FINE, words]);
  });

  test("is broken by an entry without content in shorter words", () => {
    const invariant = new AppliedInOrder();
    const words = "node 1 applied (7,2) when entry 1 was next";
    expect(invariant.applied(1, { index: 7, term: 2, content: "" })).toBe(words);
  });

  test("lets a node that starts again go on where its state machine is", () => {
    const invariant = new AppliedInOrder();
    wordsOf(invariant, 1, 2, 3);
    invariant.started(1, 1);
    expect(wordsOf(invariant, 2, 3)).toEqual([FINE, FINE]);
    invariant.started(1, 3);
    const words = 'node 1 applied (2,2,"x") when entry 4 was next';
    expect(wordsOf(invariant, 2)).toEqual([words]);
  });

  test("lets a snapshot take the place of what is before it", () => {
    const invariant = new AppliedInOrder();
    wordsOf(invariant, 1, 2);
    expect(invariant.restored(1, { index: 8, term: 2 })).toBeUndefined();
    expect(wordsOf(invariant, 9)).toEqual([FINE]);
    expect(invariant.restored(1, { index: 9, term: 2 })).toBeUndefined();
    expect(wordsOf(invariant, 10)).toEqual([FINE]);
  });

  test("is broken by an entry that a snapshot has taken the place of", () => {
    const invariant = new AppliedInOrder();
    invariant.restored(1, { index: 8, term: 2 });
    expect(wordsOf(invariant, 8)).toEqual(['node 1 applied (8,2,"x") when entry 9 was next']);
  });

  test("is broken by a snapshot from before what was applied", () => {
    const invariant = new AppliedInOrder();
    wordsOf(invariant, 1, 2, 3);
    const words = "node 1 had applied up to 3, and was given a snapshot of 2";
    expect(invariant.restored(1, { index: 2, term: 2 })).toBe(words);
  });
});
