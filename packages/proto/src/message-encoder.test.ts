/** One writer for many messages gives the same bytes as one for each. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Entry, Message } from "./index.ts";
import { encodeMessage } from "./message-codec.ts";
import { MessageEncoder } from "./message-encoder.ts";

const index = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const entry = fc.record({ index, term: index, data: fc.uint8Array().map((b) => Buffer.from(b)) });
const message = fc
  .record({ to: index, term: index, entries: fc.array(entry, { maxLength: 4 }) })
  .map((fields) => Message.fromPartial(fields));

describe("MessageEncoder", () => {
  test("writes what encodeMessage writes, message after message", () => {
    const encoder = new MessageEncoder();
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
        const bytes = messages.map((one) => encoder.encode(Message, one));
        expect(bytes).toEqual(messages.map((one) => encodeMessage(Message, one)));
      }),
    );
  });

  test("starts afresh after a message that cannot be written", () => {
    const encoder = new MessageEncoder();
    const broken = Message.fromPartial({ to: 7, entries: [{ term: 3 }] });
    broken.term = -1;
    expect(() => encoder.encode(Message, broken)).toThrow("proto/integer-range");
    const whole = Message.fromPartial({ to: 2 });
    expect(encoder.encode(Message, whole)).toEqual(encodeMessage(Message, whole));
  });

  test("can be used from within a message that is being written", () => {
    const encoder = new MessageEncoder();
    const inner = Entry.fromPartial({ index: 5 });
    let seen: Buffer | undefined;
    const outer = Object.defineProperty(Message.fromPartial({ to: 3 }), "term", {
      get: () => {
        seen = encoder.encode(Entry, inner);
        return 9;
      },
    });
    expect(encoder.encode(Message, outer)).toEqual(
      encodeMessage(Message, Message.fromPartial({ to: 3, term: 9 })),
    );
    expect(seen).toEqual(encodeMessage(Entry, inner));
  });
});
