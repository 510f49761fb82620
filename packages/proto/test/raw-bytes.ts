/**
 * Protobuf's binary form, written down a second time for the tests: as short as it can be said, and
 * sharing nothing with the code under test.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */

/** Integers in groups of seven bits, the lowest first; a negative one as its 64-bit complement. */
export function varint(value: bigint): number[] {
  const rest = BigInt.asUintN(64, value);
  return rest < 128n ? [Number(rest)] : [Number((rest & 127n) | 128n), ...varint(rest >> 7n)];
}

/** A varint field. */
export function varintField(number: number, value: bigint): Buffer {
  return Buffer.from([...varint(BigInt(number) << 3n), ...varint(value)]);
}

/** A field with a length: bytes, text, a message, or a packed list. */
export function lengthField(number: number, content: Uint8Array): Buffer {
  const tag = (BigInt(number) << 3n) | 2n;
  return Buffer.from([...varint(tag), ...varint(BigInt(content.length)), ...content]);
}
