/**
 * The data that all benchmarks share, so that their figures can be compared: 16-byte keys in an
 * order that is neither sorted nor random, and 256-byte values.
 */

/** Bytes of a value. */
export const VALUE_BYTES = 256;

/** Keys in a data set that is read. */
export const DATA_KEYS = 20_000;

/** A value that is neither empty nor all zeroes. */
export const VALUE: Buffer = Buffer.alloc(VALUE_BYTES, "0123456789abcdef");

/** A prime, so that steps of it visit every key of a set once before any twice. */
const STRIDE = 7919;

/** The n-th key of the data set, in the order in which benchmarks visit it. */
export function dataKey(n: number): Buffer {
  return Buffer.from(`key-${String((n * STRIDE) % DATA_KEYS).padStart(12, "0")}`);
}

/** A key that no other call returns: for puts. */
export function freshKey(n: number): Buffer {
  return Buffer.from(`put-${String((n * STRIDE) % 1_000_000_007).padStart(12, "0")}`);
}
