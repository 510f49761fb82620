/**
 * Writes protobuf's binary form. Generated code encodes with this class.
 *
 * protobuf-es's writer does the work. This one adds one thing: a 64-bit field that is a `number` in
 * TypeScript is checked, and written without a bigint in between where it is short.
 */

import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { InvariantError } from "@tinykv/runtime";

const uint32Max = 0xffff_ffff;

export class WireWriter extends BinaryWriter {
  /**
   * Writes an unsigned 64-bit integer.
   *
   * @throws {InvariantError} `proto/integer-range` if a number is negative, not whole, or not safe
   */
  override uint64(value: string | number | bigint): this {
    if (typeof value !== "number") return super.uint64(value);
    if (!Number.isSafeInteger(value) || value < 0) throw outOfRange(value);
    // A varint looks the same whatever the width of its type.
    return value <= uint32Max ? this.uint32(value) : super.uint64(value);
  }

  /**
   * Writes a signed 64-bit integer.
   *
   * @throws {InvariantError} `proto/integer-range` if a number is not whole, or not safe
   */
  override int64(value: string | number | bigint): this {
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw outOfRange(value);
    return super.int64(value);
  }
}

/** Made only when needed: writing an integer must not allocate. */
function outOfRange(value: number): InvariantError {
  return new InvariantError("proto/integer-range", { value });
}
