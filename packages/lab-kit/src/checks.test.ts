/** Each check passes what is right, and says in words what is wrong with everything else. */

import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import * as checks from "./checks.ts";

/** An object that jest itself would take for equal to anything. */
const equalToAnything = {
  asymmetricMatch: () => true,
  $$typeof: Symbol.for("jest.asymmetricMatcher"),
};

/** What a failing check says, line by line. */
function linesOf(check: () => void): readonly string[] {
  try {
    check();
  } catch (error) {
    return (error as { details: readonly string[] }).details;
  }
  return ["passed"];
}

describe("expectBytes()", () => {
  test("passes the same bytes, in either form", () => {
    checks.expectBytes(Buffer.from([1, 2]), [1, 2]);
    checks.expectBytes(new Uint8Array([1, 2]), Buffer.from([1, 2]));
    checks.expectBytes(Buffer.alloc(0), []);
  });

  test("shows both as numbers", () => {
    expect(linesOf(() => checks.expectBytes(Buffer.from([44]), [42]))).toEqual([
      "expected value [42]",
      "but got  value [44]",
    ]);
  });

  test.each([
    ["an absent value", undefined, "undefined"],
    ["an array of the right numbers", [42], "[42]"],
    ["an object equal to anything", equalToAnything, "{ asymmetricMatch: a function"],
    [
      "a Buffer that says it is equal",
      Object.assign(Buffer.from([1]), { equals: () => true }),
      "[1]",
    ],
    ["a promise of the right bytes", Promise.resolve(Buffer.from([42])), "a promise"],
  ])("fails %s", (_what, actual, shown) => {
    const [, got] = linesOf(() => checks.expectBytes(actual, [42]));
    expect(got).toContain(shown);
  });
});

describe("the checks on single values", () => {
  test("pass what is right", () => {
    checks.expectAbsent(undefined);
    checks.expectTrue(true, "notFound");
    checks.expectFalse(false, "notFound");
    checks.expectEqual(5, 5, "x");
    checks.expectEqual(5n, 5n, "x");
    checks.expectEqual(undefined, undefined, "x");
    checks.expectEqual(Number.NaN, Number.NaN, "x");
  });

  test.each([[null], [Buffer.alloc(0)], [false], [""], [equalToAnything]])(
    "expectAbsent fails %p",
    (value) => {
      expect(() => checks.expectAbsent(value)).toThrow(/^expected no value, but got value /);
    },
  );

  test.each([[1], ["true"], [false], [undefined], [Object(true)], [equalToAnything]])(
    "expectTrue fails %p",
    (value) => {
      expect(() => checks.expectTrue(value, "notFound")).toThrow(/^expected notFound to be true/);
    },
  );

  test.each([[0], [""], [true], [undefined], [null], [equalToAnything]])(
    "expectFalse fails %p",
    (value) => {
      expect(() => checks.expectFalse(value, "notFound")).toThrow(/^expected notFound to be false/);
    },
  );

  test.each([["5"], [5n], [Object(5)], [{ valueOf: () => 5 }], [-5], [equalToAnything]])(
    "expectEqual to 5 fails %p",
    (value) => {
      expect(() => checks.expectEqual(value, 5, "the count")).toThrow(
        /^expected the count 5, but /,
      );
    },
  );

  test("tell 0 from -0", () => {
    expect(() => checks.expectEqual(-0, 0, "x")).toThrow();
  });
});

describe("expectEntries() of long lists", () => {
  const list = (length: number) =>
    Array.from({ length }, (_, key): [number[], number[]] => [[key], [1]]);
  const pairs = (length: number) =>
    list(length).map(([key, value]) => ({ key: Buffer.from(key), value: Buffer.from(value) }));
  const detailsOf = (actual: unknown, wanted: [number[], number[]][]): readonly string[] => {
    try {
      checks.expectEntries(actual, wanted);
    } catch (error) {
      return (error as { details: readonly string[] }).details;
    }
    return [];
  };

  test("names the counts and the first pair that differs", () => {
    expect(detailsOf(pairs(101), list(100))).toEqual([
      "expected 100 pairs, but got 101",
      "number 101 is the first that differs:",
      "expected none",
      "but got  [100] → [1]",
    ]);
    expect(detailsOf(pairs(100).slice(1), list(100))).toEqual([
      "expected 100 pairs, but got 99",
      "number 1 is the first that differs:",
      "expected [0] → [1]",
      "but got  [1] → [1]",
    ]);
    expect(detailsOf(pairs(100), list(100))).toEqual([]);
  });

  test("says it in one sentence", () => {
    expect(() => checks.expectEntries(pairs(6), list(7))).toThrow(
      /^expected 7 pairs, but got 6; number 7 is the first that differs$/,
    );
  });
});

describe("expectEntries()", () => {
  const pair = (key: number, value: number) => ({
    key: Buffer.from([key]),
    value: Buffer.from([value]),
  });

  test("passes the same pairs in the same order", () => {
    checks.expectEntries(
      [pair(1, 2), pair(3, 4)],
      [
        [[1], [2]],
        [[3], [4]],
      ],
    );
    checks.expectEntries([], []);
  });

  test.each([
    ["too few", [pair(1, 2)]],
    ["too many", [pair(1, 2), pair(3, 4), pair(5, 6)]],
    ["another order", [pair(3, 4), pair(1, 2)]],
    ["another key", [pair(1, 2), pair(9, 4)]],
    ["another value", [pair(1, 2), pair(3, 9)]],
    ["an iterable", new Set([pair(1, 2), pair(3, 4)])],
    [
      "pairs as arrays",
      [
        [[1], [2]],
        [[3], [4]],
      ],
    ],
  ])("fails %s", (_what, actual) => {
    const check = (): void =>
      checks.expectEntries(
        actual,
        [
          [[1], [2]],
          [[3], [4]],
        ],
        "pairs",
      );
    expect(check).toThrow(/^expected /);
  });

  test("shows pairs with arrows", () => {
    expect(linesOf(() => checks.expectEntries([], [[[1], [233, 1]]], "pairs"))).toEqual([
      "expected pairs [1] → [233, 1]",
      "but got  none",
    ]);
  });
});

describe("expectRejects()", () => {
  test("passes a rejection and a throw, and returns what they said", async () => {
    const error = Object.assign(new Error("engine/io: full"), { code: "engine/io" });
    const said = { message: "engine/io: full", code: "engine/io" };
    expect(await checks.expectRejects(() => Promise.reject(error), "x")).toEqual(said);
    const thrower = (): never => {
      throw error;
    };
    expect(await checks.expectRejects(thrower, "x", "engine/io")).toEqual(said);
  });

  test("fails an answer", async () => {
    const check = checks.expectRejects(() => Promise.resolve(1), "RawGet of an unknown cf");
    await expect(check).rejects.toThrow(
      "expected RawGet of an unknown cf to be rejected, but got an answer",
    );
  });

  test("fails another code, and shows the error", async () => {
    const check = checks.expectRejects(() => Promise.reject(new Error("no")), "it", "engine/io");
    await expect(check).rejects.toThrow("expected it to be rejected with engine/io, but got no");
  });
});

describe("expectPending()", () => {
  test("passes a promise that waits", async () => {
    await checks.expectPending(new Promise(() => undefined), "it");
  });

  test.each([
    ["has settled", () => Promise.resolve(1)],
    ["was rejected", () => Promise.reject(new Error("no"))],
    ["settles some turns later", async () => nextTurn()],
    ["is no promise", () => 7],
  ])("fails one that %s", async (_what, make) => {
    await expect(checks.expectPending(make(), "it")).rejects.toThrow("it to be still waiting");
  });
});
