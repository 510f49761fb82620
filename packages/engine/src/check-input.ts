/**
 * Checks what callers hand to an engine, before anything is done with it.
 *
 * The types already say all of this. But lab code may be wrong, or may lie to the compiler, and
 * what gets past here goes to native code: so every argument is looked at once, by the internal
 * slots of the object and not by what it says about itself, and only copies of it are used
 * afterwards.
 */

import { types } from "node:util";
import { TinyKvError } from "@tinykv/runtime";
import { COLUMN_FAMILIES, type ColumnFamily } from "./column-family.ts";
import type { KeyRange } from "./engine.ts";

const columnFamilies: ReadonlySet<unknown> = new Set(COLUMN_FAMILIES);

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : typeof value;
}

function isBuffer(value: unknown): value is Buffer {
  return types.isUint8Array(value) && Buffer.isBuffer(value);
}

/** Returns `buffer`, or its bytes in a new Buffer if it might lie about its length. */
function honest(buffer: Buffer): Buffer {
  const isPlain =
    Object.getPrototypeOf(buffer) === Buffer.prototype && !Object.hasOwn(buffer, "length");
  // This constructor goes by the internal slots of a typed array.
  return isPlain ? buffer : Buffer.from(new Uint8Array(buffer).buffer);
}

/** Returns a copy of a checked Buffer. */
export function copyOf(buffer: Buffer): Buffer {
  const copy = Buffer.allocUnsafe(buffer.length);
  copy.set(buffer);
  return copy;
}

/**
 * Returns `cf` as the name of a column family.
 *
 * @throws {TinyKvError} `engine/unknown-cf`
 */
export function checkCf(cf: unknown): ColumnFamily {
  if (columnFamilies.has(cf)) return cf as ColumnFamily;
  const names = COLUMN_FAMILIES.join(", ");
  throw new TinyKvError("engine/unknown-cf", `${describe(cf)} is not one of ${names}`);
}

/**
 * Returns `key` as a key; an empty one is legal.
 *
 * @throws {TinyKvError} `engine/invalid-key` if it is not a Buffer
 */
export function checkKey(key: unknown): Buffer {
  if (isBuffer(key)) return honest(key);
  throw new TinyKvError("engine/invalid-key", `a key is a Buffer, not ${describe(key)}`);
}

/**
 * Returns `value` as a value; an empty one is legal.
 *
 * @throws {TinyKvError} `engine/invalid-value` if it is not a Buffer
 */
export function checkValue(value: unknown): Buffer {
  if (isBuffer(value)) return honest(value);
  throw new TinyKvError("engine/invalid-value", `a value is a Buffer, not ${describe(value)}`);
}

/**
 * Returns the bounds of `range` that are there.
 *
 * @throws {TinyKvError} `engine/invalid-key` if one of them is not a Buffer
 */
export function checkRange(range: KeyRange): KeyRange {
  const { start, end } = range;
  return {
    ...(start === undefined ? {} : { start: checkKey(start) }),
    ...(end === undefined ? {} : { end: checkKey(end) }),
  };
}

/**
 * Returns `path` as the path of a folder.
 *
 * @throws {TinyKvError} `engine/invalid-path` if it is no string, empty, or has a zero byte
 */
export function checkPath(path: unknown): string {
  if (typeof path === "string" && path !== "" && !path.includes("\0")) return path;
  throw new TinyKvError("engine/invalid-path", `${describe(path)} is not the path of a folder`);
}

/**
 * Returns `limit` as a number of entries; `Infinity` means all of them.
 *
 * @throws {TinyKvError} `engine/invalid-limit` if it is negative, broken or not a number
 */
export function checkLimit(limit: unknown): number {
  if (typeof limit === "number" && limit >= 0 && (Number.isInteger(limit) || limit === Infinity)) {
    return limit;
  }
  throw new TinyKvError("engine/invalid-limit", `${String(limit)} is not a number of entries`);
}
