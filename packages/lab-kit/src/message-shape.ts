/**
 * Says in words what is wrong with a value that should be a message, before an encoder stumbles
 * over it: encoders assume that all fields are there and of their types.
 *
 * It only finds words. What is let through is still encoded and decoded before anybody looks at it.
 */

import { CheckFailure } from "./check-failure.ts";
import { describeValue, readString } from "./describe.ts";
import { plainBytes } from "./plain-bytes.ts";

/**
 * Refuses what is no message of this type.
 *
 * @param codec the generated functions; without a `create`, nothing is known and nothing refused
 * @throws {CheckFailure} with the way to make such a message
 */
export function checkMessageShape(codec: object, message: unknown, what: string): void {
  const fields = fieldsOf(codec);
  if (fields === undefined) return;
  const fail = (sentence: string): never => {
    throw new CheckFailure(sentence, [
      sentence,
      `make it with ${typeOf(codec)}.fromPartial({ … })`,
    ]);
  };
  if (typeof message !== "object" || message === null) {
    return fail(`${what} is ${describeValue(message)}, not a ${typeOf(codec)}`);
  }
  for (const [field, none] of fields) {
    const value = readField(message, field);
    const wanted = wantedInstead(value, none);
    if (wanted !== undefined) {
      fail(`${field} of ${what} must be ${wanted}, got ${nameOf(value)} (a ${typeOf(codec)})`);
    }
  }
}

type Fields = readonly (readonly [field: string, none: unknown])[];

/** By codec: a simulated cluster has thousands of messages checked. */
const known = new WeakMap<object, Fields>();

/** The fields of a message with their none values; `undefined` if the codec cannot say. */
function fieldsOf(codec: object): Fields | undefined {
  const seen = known.get(codec);
  if (seen !== undefined) return seen;
  const { create } = codec as { readonly create?: () => object };
  if (create === undefined) return undefined;
  const fields = Object.entries(create.call(codec) as Record<string, unknown>);
  known.set(codec, fields);
  return fields;
}

/** `Message`, of `eraftpb.Message`. */
function typeOf(codec: object): string {
  return readString(codec, "$type")?.split(".").at(-1) ?? "message";
}

/** Fields that resist are left to the encoder. */
function readField(message: object, field: string): unknown {
  try {
    return Reflect.get(message, field) as unknown;
  } catch {
    return undefined;
  }
}

/** What a field must be, judged by its none value; `undefined` if `value` is that. */
function wantedInstead(value: unknown, none: unknown): string | undefined {
  if (none === undefined) return value === null ? "undefined or a message" : undefined;
  if (plainBytes(none) !== undefined) {
    return plainBytes(value) === undefined ? "a Buffer" : undefined;
  }
  if (Array.isArray(none)) return Array.isArray(value) ? undefined : "an array";
  return typeof value === typeof none ? undefined : `a ${typeof none}`;
}

/** `a string`, rather than the string itself. */
function nameOf(value: unknown): string {
  if (value === undefined || value === null || typeof value === "object") {
    return describeValue(value);
  }
  return `a ${typeof value}`;
}
