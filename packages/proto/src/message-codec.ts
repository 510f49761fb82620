/**
 * What every generated message offers, and the two doors through which bytes come and go.
 *
 * `X.decode` throws whatever it stumbles over; code at the edge of a process (a gRPC service, a
 * value read from disk) calls `decodeMessage` instead and has one error to think about.
 */

import { TinyKvError } from "@tinykv/runtime";
import type { WireReader } from "./wire-reader.ts";
import { WireWriter } from "./wire-writer.ts";

/**
 * The none value of every field of bytes: one Buffer for all, because a message has many such
 * fields. It has no bytes to change, and is frozen so that nobody hangs anything else on it.
 */
export const noBytes: Buffer = Object.freeze(Buffer.alloc(0));
Object.freeze(noBytes.buffer);

/** Below this size copying is cheaper than asking V8 for the memory behind a short typed array. */
const shortMessageBytes = 4096;

/** A message with any of its fields, at any depth, left out. Left out means: the none value. */
export type DeepPartial<T> = T extends Uint8Array | string | number | boolean | bigint | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepPartial<Item>[]
    : { [Field in keyof T]?: DeepPartial<T[Field]> };

/** The functions of one message. The generated constant has the same name as the message's type. */
export interface MessageFns<T, Name extends string = string> {
  /** Package and name, such as `metapb.Region`. */
  readonly $type: Name;
  /** Appends a message to a writer, and returns the writer. For bytes, see `encodeMessage`. */
  encode(message: T, writer?: WireWriter): WireWriter;
  /** Reads a message. Unknown fields are skipped. @throws whatever is wrong; see `decodeMessage` */
  decode(input: WireReader | Uint8Array, length?: number): T;
  /** A message with the given fields; the others have their none value. */
  create(base?: DeepPartial<T>): T;
  /** The same as `create`, with one argument that must be there. */
  fromPartial(object: DeepPartial<T>): T;
}

/**
 * Encodes a message.
 *
 * @throws {InvariantError} `proto/integer-range` if a number is negative, not whole, or not safe
 */
export function encodeMessage<T>(codec: MessageFns<T>, message: T): Buffer {
  return toBuffer(codec.encode(message, new WireWriter()).finish());
}

/** Bytes that a writer has just made, as a Buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  // A short message is copied into Node's pool; a long one keeps its memory, which nobody else has.
  return bytes.length < shortMessageBytes
    ? Buffer.from(bytes)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Decodes a message that came from outside.
 *
 * @param bytes exactly one message; it is copied, and may be reused
 * @throws {TinyKvError} `proto/malformed` if the bytes are not such a message, or if an id, a term,
 *   an index or a size in it is above 2^53 - 1
 */
export function decodeMessage<T>(codec: MessageFns<T>, bytes: Uint8Array): T {
  try {
    return codec.decode(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `${bytes.length} bytes are not a ${codec.$type}: ${reason}`;
    throw new TinyKvError("proto/malformed", text, { cause: error, deterministic: true });
  }
}
