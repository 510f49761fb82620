/** Ranges that overlap become one, others stay apart. */

import { describe, expect, test } from "@jest/globals";
import { mergeRanges } from "./merge-ranges.ts";

describe("mergeRanges()", () => {
  test("joins ranges that overlap, in any order", () => {
    const ranges = [
      { start: "e", end: "g" },
      { start: "b", end: "d" },
      { start: "a", end: "c" },
    ];
    expect(mergeRanges(ranges)).toEqual([
      { start: "a", end: "d" },
      { start: "e", end: "g" },
    ]);
  });

  test("keeps a range apart that begins where another ends", () => {
    const ranges = [
      { start: "a", end: "c" },
      { start: "c", end: "d" },
    ];
    expect(mergeRanges(ranges)).toEqual(ranges);
  });

  test("lets a range without an end take in all that begins later", () => {
    const ranges = [{ start: "b" }, { start: "a", end: "c" }, { start: "x", end: "z" }];
    expect(mergeRanges(ranges)).toEqual([{ start: "a", end: undefined }]);
  });

  test("keeps the end of a range that contains another", () => {
    const ranges = [
      { start: "a", end: "z" },
      { start: "b", end: "c" },
    ];
    expect(mergeRanges(ranges)).toEqual([{ start: "a", end: "z" }]);
  });

  test("drops ranges in which no key can be", () => {
    const ranges = [
      { start: "c", end: "c" },
      { start: "d", end: "a" },
    ];
    expect(mergeRanges(ranges)).toEqual([]);
  });
});
