/**
 * One register: read, write, and compare-and-set. The smallest model with which every anomaly can
 * be told, and the one to think with.
 */

import { z } from "zod";
import type { HistorySchemas } from "../history/parse-history.ts";
import type { Answer, Model } from "./model.ts";
import { defineModel } from "./model.ts";

const value = z.union([z.number(), z.string(), z.null()]);
const input = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("read") }),
  z.strictObject({ op: z.literal("write"), value }),
  z.strictObject({ op: z.literal("cas"), from: value, to: value }),
]);
const output = z.union([value, z.boolean()]);

/** What the register holds; `null` before the first write. */
export type RegisterValue = z.infer<typeof value>;

/** `read`, `write(value)`, or `cas(from, to)`: write `to` if the register holds `from`. */
export type RegisterInput = z.infer<typeof input>;

/** The value of a read, `null` after a write, and for a cas whether it wrote. */
export type RegisterOutput = z.infer<typeof output>;

/** How a register's histories look in files. */
export const registerSchemas: HistorySchemas<RegisterInput, RegisterOutput> = { input, output };

/** A register, empty at first. */
export const registerModel: Model<RegisterValue, RegisterInput, RegisterOutput> = defineModel({
  name: "register",
  init: () => null,
  step,
  changes: ({ op }) => op !== "read",
  maySee,
  describe,
  describeState: (state) => `register = ${JSON.stringify(state)}`,
});

function step(
  state: RegisterValue,
  call: RegisterInput,
  answer: Answer<RegisterOutput>,
): readonly RegisterValue[] {
  switch (call.op) {
    case "read":
      return answer === undefined || answer.output === state ? [state] : [];
    case "write":
      return [call.value];
    case "cas": {
      const writes = state === call.from;
      if (answer !== undefined && answer.output !== writes) return [];
      return [writes ? call.to : state];
    }
  }
}

/** A read sees the value itself; a cas does something else when the value is, or is not, there. */
function maySee(
  change: RegisterInput,
  call: RegisterInput,
  answer: Answer<RegisterOutput>,
): boolean {
  if (call.op === "cas") return true;
  if (change.op === "read" || call.op === "write" || answer === undefined) return false;
  return answer.output === (change.op === "write" ? change.value : change.to);
}

function describe(call: RegisterInput, answer: Answer<RegisterOutput>): string {
  const result = answer === undefined ? "" : ` -> ${JSON.stringify(answer.output)}`;
  switch (call.op) {
    case "read":
      return `read()${result}`;
    case "write":
      return `write(${JSON.stringify(call.value)})`;
    case "cas":
      return `cas(${JSON.stringify(call.from)}, ${JSON.stringify(call.to)})${result}`;
  }
}
