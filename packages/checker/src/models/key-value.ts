/**
 * A map from text to text: put, append, get, delete, and scan over a range of keys.
 *
 * Keys have nothing to do with each other, until a scan looks at many of them at once: then they
 * must have had their values at one and the same moment. So each key is a part of its own, and the
 * keys that lie in the range of a scan are one part, together with those of all ranges that overlap
 * it.
 */

import { mergeRanges } from "./merge-ranges.ts";
import type { Answer, Model } from "./model.ts";
import { defineModel } from "./model.ts";

/**
 * What a client asks. `append` to a missing key writes the value alone; `delete` of a missing key
 * does nothing; `scan` reads from `start` to before `end` (absent: to the last key), at most
 * `limit` pairs (absent: all).
 */
export type KeyValueInput =
  | { readonly op: "get"; readonly key: string }
  | { readonly op: "put"; readonly key: string; readonly value: string }
  | { readonly op: "append"; readonly key: string; readonly value: string }
  | { readonly op: "delete"; readonly key: string }
  | {
      readonly op: "scan";
      readonly start: string;
      readonly end?: string | undefined;
      readonly limit?: number | undefined;
    };

/**
 * The value of a get (`null`: no such key), the pairs of a scan in the order of keys, else `null`.
 */
export type KeyValueOutput = null | string | [key: string, value: string][];

/** The keys that have a value, with it. */
export type KeyValueState = ReadonlyMap<string, string>;

/** A key-value map, empty at first. */
export const keyValueModel: Model<KeyValueState, KeyValueInput, KeyValueOutput> = defineModel({
  name: "key-value",
  init: (): KeyValueState => new Map(),
  step,
  stateKey: (state) => JSON.stringify(sorted(state)),
  changes: ({ op }) => op !== "get" && op !== "scan",
  maySee,
  describe,
  describeState,
  partition,
});

function step(
  state: KeyValueState,
  call: KeyValueInput,
  answer: Answer<KeyValueOutput>,
): readonly KeyValueState[] {
  switch (call.op) {
    case "get": {
      const value = state.get(call.key) ?? null;
      return answer === undefined || answer.output === value ? [state] : [];
    }
    case "scan":
      return answer === undefined || isSame(scan(state, call), answer.output) ? [state] : [];
    case "put":
      return [new Map(state).set(call.key, call.value)];
    case "append":
      return [new Map(state).set(call.key, (state.get(call.key) ?? "") + call.value)];
    case "delete": {
      if (!state.has(call.key)) return [state];
      const next = new Map(state);
      next.delete(call.key);
      return [next];
    }
  }
}

type ScanInput = KeyValueInput & { readonly op: "scan" };
type Pair = readonly [key: string, value: string];

function scan(state: KeyValueState, { start, end, limit }: ScanInput): readonly Pair[] {
  const inRange = sorted(state).filter(([at]) => at >= start && (end === undefined || at < end));
  return inRange.slice(0, limit);
}

/** By UTF-16 code units, which is JavaScript's own order of texts. */
function sorted(state: KeyValueState): readonly Pair[] {
  const pairs = [...state];
  return pairs.length < 2 ? pairs : pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

function isSame(pairs: readonly Pair[], seen: KeyValueOutput): boolean {
  if (!Array.isArray(seen) || seen.length !== pairs.length) return false;
  return pairs.every(([at, value], index) => {
    const other = seen[index];
    return other?.[0] === at && other[1] === value;
  });
}

/**
 * Until the next put or delete of the key, its value begins with what was put, and contains what
 * was appended. A delete leaves nothing that could be recognised: everybody may have seen it.
 */
function maySee(
  change: KeyValueInput,
  call: KeyValueInput,
  answer: Answer<KeyValueOutput>,
): boolean {
  if (change.op === "get" || change.op === "scan") return false;
  if ((call.op !== "get" && call.op !== "scan") || answer === undefined) return false;
  const { output: seen } = answer;
  if (call.op === "get" && call.key !== change.key) return false;
  if (change.op === "delete") return true;
  const value = Array.isArray(seen) ? seen.find(([at]) => at === change.key)?.[1] : seen;
  if (value === undefined || value === null) return false;
  return change.op === "put" ? value.startsWith(change.value) : value.includes(change.value);
}

/** A key is its own part; keys that scans may see together are one. */
function partition(inputs: readonly KeyValueInput[]): readonly string[] {
  const ranges = mergeRanges(inputs.filter((call) => call.op === "scan"));
  return inputs.map((call) => {
    const at = call.op === "scan" ? call.start : call.key;
    const range = ranges.find(({ start, end }) => at >= start && (end === undefined || at < end));
    if (range !== undefined) {
      const end = range.end === undefined ? "the last" : JSON.stringify(range.end);
      return `keys from ${JSON.stringify(range.start)} to ${end}`;
    }
    // A scan of an empty range sees no key: it is alone.
    return call.op === "scan" ? `nothing from ${JSON.stringify(at)}` : `key ${JSON.stringify(at)}`;
  });
}

function describe(call: KeyValueInput, answer: Answer<KeyValueOutput>): string {
  const result = answer === undefined ? "" : ` -> ${JSON.stringify(answer.output)}`;
  switch (call.op) {
    case "get":
      return `get(${JSON.stringify(call.key)})${result}`;
    case "scan": {
      const end = call.end === undefined ? "" : `, ${JSON.stringify(call.end)}`;
      const limit = call.limit === undefined ? "" : `, limit ${call.limit}`;
      return `scan(${JSON.stringify(call.start)}${end}${limit})${result}`;
    }
    case "delete":
      return `delete(${JSON.stringify(call.key)})`;
    case "put":
    case "append":
      return `${call.op}(${JSON.stringify(call.key)}, ${JSON.stringify(call.value)})`;
  }
}

function describeState(state: KeyValueState): string {
  if (state.size === 0) return "no key has a value";
  return sorted(state)
    .map(([at, value]) => `${at} = ${JSON.stringify(value)}`)
    .join(", ");
}
