/** Values that may lie, loop or throw are described all the same. */

import { describe, expect, test } from "@jest/globals";
import { describeBytes, describeThrown, describeValue } from "./describe.ts";

const throwing = (): never => {
  throw new Error("touched");
};

describe("describeValue()", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;

  test.each([
    ["a string", "a\nb", '"a\\nb"'],
    ["a number", 1.5, "1.5"],
    ["a bigint", 5n, "5n"],
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a function", throwing, "a function"],
    ["bytes", Buffer.from([99, 0, 255]), "[99, 0, 255]"],
    ["no bytes", Buffer.alloc(0), "[]"],
    ["an array", [1, "x", [2]], '[1, "x", [2]]'],
    ["an object", { key: Buffer.from([1]), value: undefined }, "{ key: [1], value: undefined }"],
    ["a promise", Promise.resolve(1), "a promise (is an `await` missing?)"],
    ["a Map", new Map([[1, 2]]), "a Map"],
    ["a Set", new Set([1]), "a Set"],
    ["an error", new TypeError("wrong"), "TypeError: wrong"],
    ["a cycle", cyclic, "{ self: { self: { self: … } } }"],
    ["a sparse array", [1, , 3], "[1, nothing, 3]"],
  ])("shows %s", (_what, value, shown) => {
    expect(describeValue(value)).toBe(shown);
  });

  test("calls no getter, no toString, no toJSON and no hook for inspection", () => {
    const value = {
      get secret(): never {
        return throwing();
      },
      toString: throwing,
      toJSON: throwing,
      [Symbol.toPrimitive]: throwing,
      [Symbol.for("nodejs.util.inspect.custom")]: throwing,
    };
    expect(describeValue(value)).toBe(
      "{ secret: a getter, toString: a function, toJSON: a function }",
    );
  });

  test("leaves proxies alone", () => {
    const handler = new Proxy({}, { get: throwing });
    expect(describeValue(new Proxy({}, handler))).toBe("a Proxy");
    expect(describeValue([new Proxy([], handler)])).toBe("[a Proxy]");
  });

  test("keeps to a few hundred characters", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`k${index}`, index]),
    );
    expect(describeValue(wide)).toMatch(/^\{ k0: 0, .*, … 1000 properties \}$/);
    expect(describeValue(Array.from({ length: 1000 }, () => 0))).toMatch(/… 1000 items\]$/);
    expect(describeValue("x".repeat(100_000)).length).toBeLessThan(300);
    expect(describeBytes(Buffer.alloc(5000))).toMatch(/, … 5000 bytes\]$/);
  });
});

describe("describeThrown()", () => {
  test.each([
    ["an error without a code by its class and message", new RangeError("far"), "RangeError: far"],
    ["a plain error by its message", new Error("far"), "far"],
    ["an error with a code by its message, which has it", coded(), "engine/io: full"],
    ["something else by what it is", 7, "threw 7"],
    ["nothing", undefined, "threw undefined"],
    ["an object without a message", { code: 1 }, "threw { code: 1 }"],
  ])("shows %s", (_what, thrown, shown) => {
    expect(describeThrown(thrown)).toBe(shown);
  });

  test("does not fail at an error that does", () => {
    const resisting = {
      get message(): string {
        return throwing();
      },
      get stack(): string {
        return throwing();
      },
    };
    expect(describeThrown(resisting)).toBe("threw { message: a getter, stack: a getter }");
  });
});

function coded(): Error {
  return Object.assign(new TypeError("engine/io: full"), { code: "engine/io" });
}
