/**
 * Encodes many messages with one writer: its memory is made once, and not for each of them.
 *
 * An entry of its own (`@tinykv/proto/encoder`), which lab code cannot import: whoever holds a
 * writer could see what others write with it.
 */

import { type MessageFns, toBuffer } from "./message-codec.ts";
import { WireWriter } from "./wire-writer.ts";

/** Larger memory than this is not kept. */
const KEPT_BYTES_MAX = 64 * 1024;

/** An encoder for codecs that are trusted; messages need not be. */
export class MessageEncoder {
  #spare: WireWriter | undefined;

  /**
   * Encodes a message.
   *
   * @throws {InvariantError} `proto/integer-range` if a number is negative, not whole, or not safe
   */
  encode<T>(codec: Pick<MessageFns<T>, "encode">, message: T): Buffer {
    const writer = this.#spare ?? new WireWriter();
    // While it is in use nobody else gets it, and one that stopped halfway is not used again.
    this.#spare = undefined;
    const bytes = codec.encode(message, writer).finish();
    if (bytes.length <= KEPT_BYTES_MAX) this.#spare = writer;
    return toBuffer(bytes);
  }
}
