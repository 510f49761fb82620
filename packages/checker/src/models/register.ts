/**
 * One register: read, write, and compare-and-set. The smallest model with which every anomaly can
 * be told, and the one to think with.
 */

import type { Answer, Model } from "./model.ts";
import { defineModel } from "./model.ts";

/** What the register holds; `null` before the first write. */
export type RegisterValue = number | string | null;

/** `read`, `write(value)`, or `cas(from, to)`: write `to` if the register holds `from`. */
export type RegisterInput =
  | { readonly op: "read" }
  | { readonly op: "write"; readonly value: RegisterValue }
  | { readonly op: "cas"; readonly from: RegisterValue; readonly to: RegisterValue };

/** The value of a read, `null` after a write, and for a cas whether it wrote. */
export type RegisterOutput = RegisterValue | boolean;

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
