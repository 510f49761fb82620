/**
 * Turns any value into a short text for a person, without trusting it.
 *
 * A value that student code made may be a proxy, may have getters, may claim to be something else.
 * So nothing here calls a method of it: own data properties are read through their descriptors,
 * bytes through the built-in accessors, and whatever throws becomes a plain sentence.
 */

import { types } from "node:util";
import { plainBytes } from "./plain-bytes.ts";

const TEXT_MAX = 200;
const BYTES_MAX = 40;
const ITEMS_MAX = 8;
const DEPTH_MAX = 3;

/** Describes `value` in at most a few hundred characters, on one line. Never throws. */
export function describeValue(value: unknown): string {
  try {
    return describe(value, 0);
  } catch {
    return "an object that cannot be shown";
  }
}

/** Shows bytes as decimal numbers, `[99, 0, 255]`. */
export function describeBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, BYTES_MAX)).join(", ");
  return bytes.length > BYTES_MAX ? `[${shown}, … ${bytes.length} bytes]` : `[${shown}]`;
}

/** The message of whatever was thrown: an error's `message`, else a description. Never throws. */
export function describeThrown(thrown: unknown): string {
  const message = readString(thrown, "message");
  if (message === undefined) return `threw ${describeValue(thrown)}`;
  const name = cut(readString(thrown, "name") ?? "Error", TEXT_MAX);
  const text = cut(message, 10 * TEXT_MAX);
  // Our own errors start with their code, which says more than the name of their class.
  return readString(thrown, "code") !== undefined || name === "Error" ? text : `${name}: ${text}`;
}

/** Reads a property that should be a string, of a value that nobody vouches for. */
export function readString(value: unknown, property: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const found: unknown = Reflect.get(value, property);
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

function describe(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(cut(value, TEXT_MAX));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (types.isProxy(value)) return "a Proxy";
  if (types.isPromise(value)) return "a promise (is an `await` missing?)";
  const bytes = plainBytes(value);
  if (bytes !== undefined) return describeBytes(bytes);
  if (types.isMap(value)) return "a Map";
  if (types.isSet(value)) return "a Set";
  if (types.isNativeError(value)) return cut(describeThrown(value), TEXT_MAX);
  if (depth >= DEPTH_MAX) return "…";
  return Array.isArray(value) ? describeArray(value, depth) : describeObject(value, depth);
}

function describeArray(value: readonly unknown[], depth: number): string {
  const length = Reflect.getOwnPropertyDescriptor(value, "length")?.value as number;
  const shown: string[] = [];
  for (let index = 0; index < Math.min(length, ITEMS_MAX); index += 1) {
    shown.push(describeProperty(value, String(index), depth));
  }
  if (length > ITEMS_MAX) shown.push(`… ${length} items`);
  return `[${shown.join(", ")}]`;
}

function describeObject(value: object, depth: number): string {
  const keys = Object.keys(value);
  const shown = keys
    .slice(0, ITEMS_MAX)
    .map((key) => `${cut(key, TEXT_MAX)}: ${describeProperty(value, key, depth)}`);
  if (keys.length > ITEMS_MAX) shown.push(`… ${keys.length} properties`);
  return shown.length === 0 ? "{}" : `{ ${shown.join(", ")} }`;
}

function describeProperty(value: object, key: string, depth: number): string {
  const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined) return "nothing";
  return "value" in descriptor ? describe(descriptor.value, depth + 1) : "a getter";
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
