/**
 * Copies bytes out of a value that nobody vouches for.
 *
 * A Buffer from student code may carry its own `length`, `slice` or iterator. The built-in
 * accessors of typed arrays see through that: they read the object's real memory or refuse the
 * object.
 */

import { types } from "node:util";

const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
/** The real length, whatever a property of that name on the object itself says. */
const lengthOf = (bytes: Uint8Array): number => Reflect.get(prototype, "length", bytes) as number;

/**
 * Returns a fresh copy of the bytes of a Buffer or Uint8Array, or `undefined` for anything else.
 */
export function plainBytes(value: unknown): Buffer | undefined {
  if (!types.isUint8Array(value)) return undefined;
  const copy = Buffer.alloc(lengthOf(value));
  // A typed array as source is copied from memory; none of its own properties is looked at.
  copy.set(value);
  return copy;
}
