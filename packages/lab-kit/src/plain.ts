/**
 * Turns values that come out of a lab into plain ones that only trusted code made.
 *
 * A test must never hand a lab's value to jest's `expect`: an object can say itself that it is
 * equal to anything, a getter can answer twice in different ways, a proxy can do both. What these
 * functions return has no such life in it, or they throw a CheckFailure that says what was wrong.
 */

import { types } from "node:util";
import type { MessageFns } from "@tinykv/proto";
import { MessageEncoder } from "@tinykv/proto/encoder";
import { CheckFailure, mismatch } from "./check-failure.ts";
import { describeThrown, describeValue } from "./describe.ts";
import { checkMessageShape } from "./message-shape.ts";
import { plainBytes } from "./plain-bytes.ts";

/** Longer lists than this are refused. */
const LIST_MAX = 100_000;

/** A key with its value. */
export interface PlainEntry {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** A message type of `@tinykv/proto`. */
export type Codec<T> = Pick<MessageFns<T>, "encode" | "decode">;

/** Codecs are trusted, so one writer does for all messages. */
const encoder = new MessageEncoder();

/** What became of a promise. */
export type Settled =
  | { readonly state: "fulfilled"; readonly value: unknown }
  | { readonly state: "rejected"; readonly reason: unknown };

/** A copy of bytes. */
export function plainBuffer(value: unknown, what: string): Buffer {
  const bytes = plainBytes(value);
  if (bytes === undefined) throw mismatch(`${what} to be a Buffer`, describeValue(value));
  return bytes;
}

/** `true` or `false`, and nothing that merely behaves like them. */
export function plainBoolean(value: unknown, what: string): boolean {
  if (value === true) return true;
  if (value === false) return false;
  throw mismatch(`${what} to be true or false`, describeValue(value));
}

/** The items of a real array, read once each, by index. */
export function plainList(value: unknown, what: string): unknown[] {
  if (types.isProxy(value) || !Array.isArray(value)) {
    throw mismatch(`${what} to be an array`, describeValue(value));
  }
  const length = value.length;
  if (length > LIST_MAX) throw mismatch(`${what} of at most ${LIST_MAX} items`, `${length} items`);
  const items: unknown[] = [];
  for (let index = 0; index < length; index += 1) items.push(readProperty(value, index, what));
  return items;
}

/** A copy of an `{ key, value }` pair. */
export function plainEntry(value: unknown, what: string): PlainEntry {
  if (typeof value !== "object" || value === null) {
    throw mismatch(`${what} to have a key and a value`, describeValue(value));
  }
  return {
    key: plainBuffer(readProperty(value, "key", what), `the key of ${what}`),
    value: plainBuffer(readProperty(value, "value", what), `the value of ${what}`),
  };
}

/** A message as its receiver would see it: encoded and decoded again. */
export function throughWire<T>(codec: Codec<T>, message: unknown, what: string): T {
  return codec.decode(wireBytes(codec, message, what));
}

/** A message as it goes on the wire. */
export function wireBytes<T>(codec: Codec<T>, message: unknown, what: string): Buffer {
  checkMessageShape(codec, message, what);
  try {
    return encoder.encode(codec, message as T);
  } catch (error) {
    const text = `${what} cannot be put on the wire: ${describeThrown(error)}`;
    throw new CheckFailure(text, [text, `it is ${describeValue(message)}`]);
  }
}

/** Waits for a promise, or anything else that can be awaited, whatever becomes of it. */
export async function settle(value: unknown): Promise<Settled> {
  try {
    return { state: "fulfilled", value: await value };
  } catch (reason) {
    return { state: "rejected", reason };
  }
}

function readProperty(value: object, property: string | number, what: string): unknown {
  try {
    return Reflect.get(value, property) as unknown;
  } catch (error) {
    throw new CheckFailure(`${what} cannot be read: ${describeThrown(error)}`);
  }
}
