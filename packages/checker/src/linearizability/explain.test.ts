/** An explanation names the operation that has no place, and why. */

import { describe, expect, test } from "@jest/globals";
import type { RegisterOperation } from "../../test/register-history.ts";
import { claims, read, write } from "../../test/register-history.ts";
import { registerModel } from "../models/register.ts";
import { explain } from "./explain.ts";

function textOf(...operations: readonly RegisterOperation[]): readonly string[] {
  const part = { operations, claims: claims(...operations) };
  return explain(registerModel, part, { left: 10_000 })?.text.split("\n") ?? [];
}

describe("explain()", () => {
  test("tells who has no place, in which states it would be, what holds it there, and why", () => {
    const text = textOf(write(1, [0, 5], 1), write(1, [6, 10], 2), read(2, [12, 15], 1));
    expect(text).toEqual([
      "read() -> 1 of client 2 has no place in any order.",
      "Whenever its turn may come, the state is: register = 2.",
      "write(1) had returned at 5, before write(2) was called at 6.",
      "write(2) had returned at 10, before read() -> 1 was called at 12.",
      "",
      "  client 1  write(1)     |==|              0..5",
      "  client 1  write(2)           |==|        6..10",
      "> client 2  read() -> 1              |==|  12..15",
      "",
      "With one change it would fit:",
      "  - its answer is older than its call at 12 (stale)",
      "  - write(1), called at 0, took effect twice",
      "  - write(2), which returned at 10, was lost",
    ]);
  });

  test("lists several states, and says of loose writes that they do not help", () => {
    const writes = [...Array(6).keys()].map((value) => write(value, [0, 50], value));
    const reads = writes.map((_, value) => read(10 + value, [0, 50], value));
    const text = textOf(...writes, ...reads, read(30, [60, 61], 9));
    expect(text[0]).toBe("read() -> 9 of client 30 has no place in any order.");
    expect(text.filter((line) => line.startsWith("~"))).toEqual([]);
    expect(text[1]).toBe("Whenever its turn may come, the state is: register = null.");
  });

  test("shows a loose write that was seen, and counts those for which there is no room", () => {
    const writes = [...Array(6).keys()].map((value) => write(value, [0, 50], value % 2));
    const text = textOf(...writes, read(8, [60, 61], 1), read(9, [62, 63], 0));
    const loose = text.filter((line) => line.startsWith("~"));
    expect(loose.length).toBeGreaterThan(0);
    expect(loose.length).toBeLessThanOrEqual(4);
  });

  test("names the state that a client's own operation left at the very same time", () => {
    const text = textOf(write(1, [0, 10], 1), read(1, [10, 12], null));
    expect(text).toContain("write(1) had returned at 10, before read() -> null was called at 10.");
  });

  test("says nothing of a history that cannot be searched", () => {
    const part = { operations: [], claims: [] };
    expect(explain(registerModel, part, { left: 10 })).toBeUndefined();
  });
});
