/** Random calls for the given models, and what a correct system does with them. */

import type { KeyValueInput, KeyValueOutput, KeyValueState } from "../src/models/key-value.ts";
import type { RegisterInput, RegisterOutput, RegisterValue } from "../src/models/register.ts";
import type { HistoryPlan } from "./random-history.ts";

/** A store for one plan: values are texts that name the operation, so that most are unique. */
export function keyValuePlan(
  sizes: Pick<
    HistoryPlan<never, never, never>,
    "operationCount" | "clientCount" | "unknownPercent"
  >,
  { keyCount, scanPercent }: { readonly keyCount: number; readonly scanPercent: number },
): HistoryPlan<KeyValueState, KeyValueInput, KeyValueOutput> {
  return {
    ...sizes,
    init: new Map(),
    input: (random, number) => {
      const key = `k${random.below(keyCount)}`;
      if (random.below(100) < scanPercent) return { op: "scan", start: key, limit: 3 };
      const draw = random.below(100);
      if (draw < 50) return { op: "get", key };
      if (draw < 80) return { op: "put", key, value: `v${number}` };
      if (draw < 95) return { op: "append", key, value: `+${number}` };
      return { op: "delete", key };
    },
    apply: applyKeyValue,
  };
}

/** A second, plain implementation of the map, so that the model is not compared with itself. */
function applyKeyValue(
  before: KeyValueState,
  input: KeyValueInput,
): { readonly state: KeyValueState; readonly output: KeyValueOutput } {
  const state = new Map(before);
  switch (input.op) {
    case "get":
      return { state, output: state.get(input.key) ?? null };
    case "put":
      return { state: state.set(input.key, input.value), output: null };
    case "append":
      state.set(input.key, `${state.get(input.key) ?? ""}${input.value}`);
      return { state, output: null };
    case "delete":
      state.delete(input.key);
      return { state, output: null };
    case "scan": {
      const { start, end = "\uffff", limit } = input;
      const keys = [...state.keys()].filter((key) => key >= start && key < end).sort();
      const output = keys
        .slice(0, limit)
        .map((key): [string, string] => [key, state.get(key) ?? ""]);
      return { state, output };
    }
  }
}

/** A register with few values, so that a value alone does not tell who wrote it. */
export function registerPlan(
  sizes: Pick<
    HistoryPlan<never, never, never>,
    "operationCount" | "clientCount" | "unknownPercent"
  >,
): HistoryPlan<RegisterValue, RegisterInput, RegisterOutput> {
  return {
    ...sizes,
    init: null,
    input: (random) => {
      const [from, to] = [random.below(4), random.below(4)];
      const draw = random.below(3);
      if (draw === 0) return { op: "read" };
      return draw === 1 ? { op: "write", value: to } : { op: "cas", from, to };
    },
    apply: (state, input) => {
      if (input.op === "read") return { state, output: state };
      if (input.op === "write") return { state: input.value, output: null };
      return state === input.from ? { state: input.to, output: true } : { state, output: false };
    },
  };
}
