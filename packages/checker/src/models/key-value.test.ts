/** The key-value model answers as a map does, and parts keys that scans do not join. */

import { describe, expect, test } from "@jest/globals";
import type { KeyValueInput, KeyValueOutput } from "./key-value.ts";
import { keyValueModel } from "./key-value.ts";

const state = new Map([
  ["b", "2"],
  ["a", "1"],
]);
const unknown = undefined;

/** What the state is after one operation, as text. */
function after(input: KeyValueInput): readonly string[] {
  return keyValueModel.step(state, input, unknown).map((next) => keyValueModel.describeState(next));
}

function fits(input: KeyValueInput, output: KeyValueOutput): boolean {
  return keyValueModel.step(state, input, { output }).length > 0;
}

describe("keyValueModel: changes", () => {
  test("put replaces, append extends or begins, delete removes", () => {
    expect(after({ op: "put", key: "a", value: "9" })).toEqual(['a = "9", b = "2"']);
    expect(after({ op: "append", key: "a", value: "9" })).toEqual(['a = "19", b = "2"']);
    expect(after({ op: "append", key: "c", value: "9" })).toEqual(['a = "1", b = "2", c = "9"']);
    expect(after({ op: "delete", key: "a" })).toEqual(['b = "2"']);
    expect(after({ op: "delete", key: "c" })).toEqual(['a = "1", b = "2"']);
  });

  test("no step changes the state that it began with", () => {
    after({ op: "put", key: "a", value: "9" });
    after({ op: "delete", key: "b" });
    expect([...state]).toEqual([
      ["b", "2"],
      ["a", "1"],
    ]);
  });

  test("states are the same whatever the order in which keys came", () => {
    expect(keyValueModel.stateKey(state)).toBe(
      keyValueModel.stateKey(new Map([...state].reverse())),
    );
    expect(keyValueModel.stateKey(new Map([["a", ""]]))).not.toBe(
      keyValueModel.stateKey(new Map()),
    );
    expect(keyValueModel.describeState(new Map())).toBe("no key has a value");
  });
});

describe("keyValueModel: looks", () => {
  test("get sees the value, or null", () => {
    expect(fits({ op: "get", key: "a" }, "1")).toBe(true);
    expect(fits({ op: "get", key: "a" }, null)).toBe(false);
    expect(fits({ op: "get", key: "c" }, null)).toBe(true);
  });

  test("scan sees pairs in the order of keys, from start, before end, up to the limit", () => {
    const both: KeyValueOutput = [
      ["a", "1"],
      ["b", "2"],
    ];
    expect(fits({ op: "scan", start: "" }, both)).toBe(true);
    expect(fits({ op: "scan", start: "" }, [...both].reverse())).toBe(false);
    expect(fits({ op: "scan", start: "a", end: "b" }, [["a", "1"]])).toBe(true);
    expect(fits({ op: "scan", start: "b", limit: 5 }, [["b", "2"]])).toBe(true);
    expect(fits({ op: "scan", start: "", limit: 1 }, [["a", "1"]])).toBe(true);
    expect(fits({ op: "scan", start: "", limit: 1 }, both)).toBe(false);
    expect(fits({ op: "scan", start: "" }, null)).toBe(false);
  });

  test("an answer that nobody knows fits always", () => {
    expect(after({ op: "get", key: "a" })).toEqual(['a = "1", b = "2"']);
    expect(after({ op: "scan", start: "" })).toEqual(['a = "1", b = "2"']);
  });
});

describe("keyValueModel.maySee()", () => {
  const get = (key: string): KeyValueInput => ({ op: "get", key });
  const sees = (change: KeyValueInput, input: KeyValueInput, output: KeyValueOutput): boolean =>
    keyValueModel.maySee?.(change, input, { output }) ?? true;

  test("a put is seen at the beginning of a value, an append anywhere in it", () => {
    expect(sees({ op: "put", key: "a", value: "1" }, get("a"), "12")).toBe(true);
    expect(sees({ op: "put", key: "a", value: "2" }, get("a"), "12")).toBe(false);
    expect(sees({ op: "append", key: "a", value: "2" }, get("a"), "12")).toBe(true);
    expect(sees({ op: "append", key: "a", value: "3" }, get("a"), "12")).toBe(false);
    expect(sees({ op: "put", key: "a", value: "1" }, get("a"), null)).toBe(false);
  });

  test("a delete is seen by every look at its key", () => {
    expect(sees({ op: "delete", key: "a" }, get("a"), "1")).toBe(true);
    expect(sees({ op: "delete", key: "a" }, get("b"), null)).toBe(false);
    expect(sees({ op: "delete", key: "a" }, { op: "scan", start: "" }, [])).toBe(true);
  });

  test("a scan sees what it lists", () => {
    const put: KeyValueInput = { op: "put", key: "a", value: "1" };
    expect(sees(put, { op: "scan", start: "" }, [["a", "1"]])).toBe(true);
    expect(sees(put, { op: "scan", start: "" }, [["b", "1"]])).toBe(false);
  });

  test("changes see nothing", () => {
    expect(sees({ op: "put", key: "a", value: "1" }, { op: "delete", key: "a" }, null)).toBe(false);
  });
});

describe("keyValueModel.partition()", () => {
  const parts = (inputs: readonly KeyValueInput[]): readonly string[] =>
    keyValueModel.partition?.(inputs) ?? [];

  test("each key is a part", () => {
    const inputs: KeyValueInput[] = [
      { op: "get", key: "a" },
      { op: "delete", key: "b" },
      { op: "put", key: "a", value: "1" },
    ];
    expect(parts(inputs)).toEqual(['key "a"', 'key "b"', 'key "a"']);
  });

  test("keys that scans may see together are one part, others stay alone", () => {
    const inputs: KeyValueInput[] = [
      { op: "scan", start: "b", end: "d" },
      { op: "scan", start: "c", end: "f" },
      { op: "get", key: "a" },
      { op: "get", key: "b" },
      { op: "get", key: "e" },
      { op: "get", key: "f" },
      { op: "scan", start: "x" },
      { op: "get", key: "z" },
      { op: "scan", start: "m", end: "m" },
    ];
    const joined = 'keys from "b" to "f"';
    const open = 'keys from "x" to the last';
    const alone = ['key "a"', joined, joined, 'key "f"'];
    expect(parts(inputs)).toEqual([joined, joined, ...alone, open, open, 'nothing from "m"']);
  });
});

test("operations read like calls", () => {
  expect(keyValueModel.describe({ op: "put", key: "a", value: "1" }, { output: null })).toBe(
    'put("a", "1")',
  );
  expect(keyValueModel.describe({ op: "delete", key: "a" }, unknown)).toBe('delete("a")');
  expect(keyValueModel.describe({ op: "get", key: "a" }, { output: null })).toBe(
    'get("a") -> null',
  );
  const scan: KeyValueInput = { op: "scan", start: "a", end: "c", limit: 2 };
  expect(keyValueModel.describe(scan, { output: [["a", "1"]] })).toBe(
    'scan("a", "c", limit 2) -> [["a","1"]]',
  );
});
