/**
 * Histories for `bench checker`, from a seed: clients that work at the same time on a map which
 * does one thing at a time, and the same with one answer that cannot be.
 */

import type { History, KeyValueInput, KeyValueOutput } from "@tinykv/checker/core";
import type { Random } from "@tinykv/runtime";
import { seededRandom } from "@tinykv/runtime/real";

/** A history of a key-value map. */
export type KeyValueHistory = History<KeyValueInput, KeyValueOutput>;

/** Operations of one history, those who do them, and the keys that they share. */
export const OPERATIONS = 1000;
const CLIENTS = 20;
const KEYS = 10;

/** How long an operation takes at most, and a client rests after one, in units of time. */
const OPERATION_TIME = 1000;
const REST_TIME = 100;

/** An operation before anybody knows its answer. */
interface Asked {
  readonly client: number;
  readonly call: number;
  /** When it takes effect, between its call and its return. */
  readonly effect: number;
  readonly return: number;
  readonly input: KeyValueInput;
}

/** A history that is linearizable: each operation is answered as the map was at its effect. */
export function legalHistory(seed: number): KeyValueHistory {
  const random = seededRandom(seed);
  const asked = Array.from({ length: CLIENTS }, (_, client) => askedBy(client, random)).flat();
  const values = new Map<string, string>();
  return asked
    .toSorted((a, b) => a.effect - b.effect)
    .map(({ effect: _, ...operation }) => {
      return { ...operation, status: "ok", output: answer(values, operation.input) };
    });
}

function askedBy(client: number, random: Random): Asked[] {
  let time = 0;
  return Array.from({ length: OPERATIONS / CLIENTS }, (_, number) => {
    const call = time + 1 + random.below(REST_TIME);
    const effect = call + 1 + random.below(OPERATION_TIME);
    time = effect + 1 + random.below(OPERATION_TIME);
    return { client, call, effect, return: time, input: draw(random, `${client}.${number}`) };
  });
}

function draw(random: Random, value: string): KeyValueInput {
  const key = `k${random.below(KEYS)}`;
  const percent = random.below(100);
  if (percent < 50) return { op: "get", key };
  if (percent < 80) return { op: "put", key, value };
  if (percent < 95) return { op: "append", key, value: `+${value}` };
  return { op: "delete", key };
}

/** What the map answers, and does. */
function answer(values: Map<string, string>, input: KeyValueInput): KeyValueOutput {
  if (input.op === "scan") throw new Error("nobody scans here");
  const { key } = input;
  const value = values.get(key);
  if (input.op === "get") return value ?? null;
  if (input.op === "put") values.set(key, input.value);
  else if (input.op === "append") values.set(key, (value ?? "") + input.value);
  else values.delete(key);
  return null;
}

/** The same, but the last get sees what the first put to its key wrote, long overwritten. */
export function illegalHistory(seed: number): KeyValueHistory {
  const history = legalHistory(seed);
  const last = history.findLast(({ input }) => input.op === "get");
  const first = history.find(({ input }) => input.op === "put" && isSameKey(input, last?.input));
  if (last?.status !== "ok" || first?.input.op !== "put") throw new Error(`seed ${seed} is poor`);
  const stale = { ...last, output: first.input.value };
  return history.map((operation) => (operation === last ? stale : operation));
}

function isSameKey(a: KeyValueInput, b: KeyValueInput | undefined): boolean {
  return a.op !== "scan" && b !== undefined && b.op !== "scan" && a.key === b.key;
}
