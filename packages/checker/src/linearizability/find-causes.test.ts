/** A cause is told only if the story it tells is legal. */

import { describe, expect, test } from "@jest/globals";
import type { RegisterOperation } from "../../test/register-history.ts";
import { failedWrite, lostWrite, read, write } from "../../test/register-history.ts";
import { registerModel } from "../models/register.ts";
import { checkLinearizability } from "./check-linearizability.ts";

/** The causes of the first problem. */
function causesOf(...history: readonly RegisterOperation[]): readonly string[] | undefined {
  return checkLinearizability(registerModel, history).explanation?.causes;
}

describe("findCauses()", () => {
  test("a failed write was seen", () => {
    expect(causesOf(failedWrite(1, 3, 2), read(2, [5, 6], 2))).toEqual([
      "write(2), called at 3 and failed, took effect after all",
    ]);
  });

  test("a failed write that was called later cannot have been seen", () => {
    expect(causesOf(read(2, [5, 6], 2), failedWrite(1, 7, 2))).toEqual([]);
  });

  test("an answer is older than its call, or a write was lost", () => {
    expect(causesOf(write(1, [0, 5], 1), read(2, [6, 7], null))).toEqual([
      "its answer is older than its call at 6 (stale)",
      "write(1), which returned at 5, was lost",
    ]);
  });

  test("a write took effect twice", () => {
    const seen = [lostWrite(1, 0, 1), read(2, [1, 2], 1), write(2, [3, 4], 2), read(2, [5, 6], 1)];
    expect(causesOf(...seen)).toContain("write(1), called at 0, took effect twice");
  });

  test("a write was seen before its call", () => {
    expect(causesOf(read(2, [0, 1], 4), write(1, [2, 3], 4))).toEqual([
      "write(4) took effect before its call at 2",
    ]);
  });

  test("no single change helps: nothing is said", () => {
    expect(causesOf(write(1, [0, 1], 1), read(2, [2, 3], 8))).toEqual([]);
  });
});
