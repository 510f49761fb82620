/** Register histories in a few characters, for tests: `write(client, [call, return], value)`. */

import type { Operation } from "../src/history/operation.ts";
import type { Claim } from "../src/linearizability/claim.ts";
import { claimsOf } from "../src/linearizability/claim.ts";
import type { RegisterInput, RegisterOutput, RegisterValue } from "../src/models/register.ts";
import { registerModel } from "../src/models/register.ts";

/** One operation on a register. */
export type RegisterOperation = Operation<RegisterInput, RegisterOutput>;

/** When an operation was called and when it returned. */
export type Times = readonly [call: number, end: number];

/** An acknowledged write. */
export function write(client: number, [call, end]: Times, value: RegisterValue): RegisterOperation {
  const input = { op: "write", value } as const;
  return { client, call, return: end, status: "ok", input, output: null };
}

/** A write whose outcome the client does not know. */
export function lostWrite(client: number, call: number, value: RegisterValue): RegisterOperation {
  return { client, call, status: "unknown", input: { op: "write", value } };
}

/** A write that surely did not happen. */
export function failedWrite(client: number, call: number, value: RegisterValue): RegisterOperation {
  return { client, call, status: "fail", input: { op: "write", value } };
}

/** A read that returned a value. */
export function read(client: number, [call, end]: Times, output: RegisterValue): RegisterOperation {
  return { client, call, return: end, status: "ok", input: { op: "read" }, output };
}

/** What these operations claim. */
export function claims(
  ...operations: readonly RegisterOperation[]
): readonly Claim<RegisterInput, RegisterOutput>[] {
  return claimsOf(registerModel, operations);
}

/** The operation as a person writes it. */
export function nameOf(operation: RegisterOperation): string {
  const answer = operation.status === "ok" ? { output: operation.output } : undefined;
  return registerModel.describe(operation.input, answer);
}
