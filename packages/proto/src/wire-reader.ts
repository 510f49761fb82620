/**
 * Reads protobuf's binary form. Generated code decodes with this class.
 *
 * protobuf-es's reader does the work. This one adds what our messages need:
 * - 64-bit integers as `number`, without a bigint in between, and never rounded: a value that a
 *   number cannot hold exactly is an error;
 * - bytes as a Buffer, copied once;
 * - text that is not UTF-8 is an error, as it is in Go, and is not replaced by question marks;
 * - a message has to end where its length says.
 *
 * Whatever it throws is an `Error` about the bytes. `decodeMessage` turns all of them into one
 * kind.
 */

import { BinaryReader } from "@bufbuild/protobuf/wire";

/** Varints of up to four bytes stay below 2^28, where 32-bit arithmetic is safe. */
const shortVarintBits = 28;

export class WireReader extends BinaryReader {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * Reads a uint64 that must be a safe integer.
   *
   * @returns 0 to 2^53 - 1
   * @throws {RangeError} if the value is larger: the peer's fault, or the field should be a bigint
   */
  uint53(): number {
    // Most ids, terms and indexes are short: this is all that happens to them.
    let value = 0;
    let position = this.pos;
    for (let shift = 0; shift < shortVarintBits; shift += 7) {
      const byte = this.#bytes[position++] ?? 0x80;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = position;
        return value;
      }
    }
    return toSafeNumber(this.uint64());
  }

  /**
   * Reads an int64 that must be a safe integer, of either sign.
   *
   * @throws {RangeError} if it is not
   */
  int53(): number {
    return toSafeNumber(this.int64());
  }

  /**
   * Reads bytes, as a copy: the message that they came in can be reused or freed.
   *
   * @throws {RangeError} if there are fewer than announced
   */
  buffer(): Buffer {
    const length = this.uint32();
    const start = this.pos;
    const end = start + length;
    if (end > this.len) throw new RangeError("premature EOF");
    this.pos = end;
    const copy = Buffer.allocUnsafe(length);
    this.#bytes.copy(copy, 0, start, end);
    return copy;
  }

  /** Reads text. @throws {TypeError} if the bytes are not UTF-8 */
  override string(): string {
    return super.string(true);
  }

  /**
   * Checks that a message, or a packed list, was read exactly to its end.
   *
   * @param end the position behind its last byte
   * @throws {RangeError} if reading went past it, or stopped before it
   */
  expectEnd(end: number): void {
    if (this.pos !== end) throw new RangeError(`ends at byte ${this.pos} instead of ${end}`);
  }
}

function toSafeNumber(value: bigint | string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`${value.toString()} is too large for an id, a term, an index or a size`);
  }
  return number;
}
