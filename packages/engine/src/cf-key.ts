/**
 * The key codec: how the keys of three column families share one ordered store.
 *
 * A physical key is the ASCII name of the column family, `_`, and the key unchanged. So a column
 * family is one contiguous range of the store, from its prefix up to the prefix with its last byte
 * raised by one. No name is a prefix of another, hence the ranges never overlap, and keys that have
 * no such prefix (those of other users of the same store) are in none of them.
 *
 * Pure functions over bytes; who may call them with what is checked in `check-input.ts`.
 */

import type { ColumnFamily } from "./column-family.ts";
import type { KeyRange } from "./engine.ts";

/** A half-open range of physical keys; both bounds are always there. */
export interface PhysicalRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

/** What the codec knows about one column family. */
interface Namespace {
  readonly prefix: Buffer;
  /** The first physical key after the column family. */
  readonly end: Buffer;
}

function namespaceOf(cf: ColumnFamily): Namespace {
  const prefix = Buffer.from(`${cf}_`, "ascii");
  // Not "prefix + 0xFF": a key that starts with 0xFF and goes on would be behind that.
  const end = Buffer.from(prefix);
  end.writeUInt8(prefix.readUInt8(prefix.length - 1) + 1, prefix.length - 1);
  return { prefix, end };
}

const namespaces: Readonly<Record<ColumnFamily, Namespace>> = {
  default: namespaceOf("default"),
  write: namespaceOf("write"),
  lock: namespaceOf("lock"),
};

/** Returns the physical key of `key` in `cf`, in memory of its own. */
export function encodeCfKey(cf: ColumnFamily, key: Buffer): Buffer {
  const { prefix } = namespaces[cf];
  const physical = Buffer.allocUnsafe(prefix.length + key.length);
  physical.set(prefix, 0);
  physical.set(key, prefix.length);
  return physical;
}

/** Returns the key inside `cf` that `physical` stands for: a view of its bytes, not a copy. */
export function decodeCfKey(cf: ColumnFamily, physical: Buffer): Buffer {
  return physical.subarray(namespaces[cf].prefix.length);
}

/**
 * Returns the physical range of `range`; an absent or empty bound is the wall of the column family.
 */
export function encodeCfRange(cf: ColumnFamily, range: KeyRange = {}): PhysicalRange {
  const { start, end } = range;
  return {
    start: encodeCfKey(cf, start ?? Buffer.alloc(0)),
    end: end === undefined || end.length === 0 ? namespaces[cf].end : encodeCfKey(cf, end),
  };
}
