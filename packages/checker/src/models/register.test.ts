/** The register model reads what was written last, and compares before it sets. */

import { describe, expect, test } from "@jest/globals";
import { registerModel } from "./register.ts";

const seen = (output: number | null | boolean): { output: number | null | boolean } => ({ output });

describe("registerModel", () => {
  test("is empty at first", () => {
    expect(registerModel.init()).toBeNull();
    expect(registerModel.describeState(null)).toBe("register = null");
  });

  test("a read sees the value, and only that", () => {
    expect(registerModel.step(1, { op: "read" }, seen(1))).toEqual([1]);
    expect(registerModel.step(1, { op: "read" }, seen(2))).toEqual([]);
    expect(registerModel.step(1, { op: "read" }, undefined)).toEqual([1]);
    expect(registerModel.changes({ op: "read" })).toBe(false);
  });

  test("a cas writes if the value is the expected one, and says so", () => {
    const cas = { op: "cas", from: 1, to: 2 } as const;
    expect(registerModel.step(1, cas, seen(true))).toEqual([2]);
    expect(registerModel.step(1, cas, seen(false))).toEqual([]);
    expect(registerModel.step(3, cas, seen(false))).toEqual([3]);
    expect(registerModel.step(3, cas, seen(true))).toEqual([]);
    expect([registerModel.step(1, cas, undefined), registerModel.step(3, cas, undefined)]).toEqual([
      [2],
      [3],
    ]);
  });

  test("a number and a text are different values", () => {
    expect(registerModel.step(1, { op: "read" }, { output: "1" })).toEqual([]);
    expect(registerModel.stateKey(1)).not.toBe(registerModel.stateKey("1"));
  });

  test("a read may see a write of its value, a cas may see everything", () => {
    const write = { op: "write", value: 1 } as const;
    expect(registerModel.maySee?.(write, { op: "read" }, seen(1))).toBe(true);
    expect(registerModel.maySee?.(write, { op: "read" }, seen(2))).toBe(false);
    expect(registerModel.maySee?.({ op: "cas", from: 0, to: 2 }, { op: "read" }, seen(2))).toBe(
      true,
    );
    expect(registerModel.maySee?.(write, { op: "write", value: 1 }, seen(null))).toBe(false);
    expect(registerModel.maySee?.(write, { op: "cas", from: 5, to: 6 }, seen(false))).toBe(true);
  });

  test("operations read like calls", () => {
    expect(registerModel.describe({ op: "read" }, seen(1))).toBe("read() -> 1");
    expect(registerModel.describe({ op: "read" }, undefined)).toBe("read()");
    expect(registerModel.describe({ op: "write", value: "a" }, seen(null))).toBe('write("a")');
    expect(registerModel.describe({ op: "cas", from: null, to: 1 }, seen(true))).toBe(
      "cas(null, 1) -> true",
    );
  });
});
