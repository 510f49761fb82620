/**
 * Bytes that are no message. Whatever they are, decoding them gives a message or one kind of error,
 * and never takes half of what is there for the whole.
 */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import fc from "fast-check";
import { decodeMessage, encodeMessage, Region, Store } from "../src/index.ts";
import { codecOf, messages, thrownBy } from "./wire-tables.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

/** Decodes, and fails unless the result is a message or the one error. */
function decodeOrReject(type: string, bytes: Uint8Array): "message" | "rejected" {
  try {
    decodeMessage(codecOf(type), bytes);
    return "message";
  } catch (error) {
    if (!(error instanceof TinyKvError) || error.code !== "proto/malformed") throw error;
    return "rejected";
  }
}

const region = encodeMessage(
  Region,
  Region.create({
    id: 300,
    startKey: Buffer.from("a"),
    regionEpoch: { confVer: 1, version: 128 },
    peers: [{ id: 1, storeId: 2 }],
  }),
);

describe("malformed bytes", () => {
  test.each([
    ["a varint without an end", "metapb.Region", "08 ff"],
    ["a varint of eleven bytes", "metapb.Region", "08 ff ff ff ff ff ff ff ff ff ff 01"],
    ["bytes that are shorter than their length", "metapb.Region", "12 05 61"],
    ["bytes that are longer than memory", "metapb.Region", "12 ff ff ff ff 0f 61"],
    ["a message that is shorter than its length", "metapb.Region", "22 05 08 01"],
    ["a message whose last field leaves it", "metapb.Region", "22 01 08 01"],
    ["a field that takes bytes of its neighbour", "metapb.Region", "22 03 1a 05 61 2a 02 08 01"],
    ["a packed list whose last item leaves it", "eraftpb.ConfState", "0a 01 80 01"],
    ["a tag of zero", "metapb.Region", "08 01 00 08 02"],
    ["the end of a group that has no beginning", "metapb.Region", "08 01 0c 08 02"],
    ["a group that does not end", "metapb.Region", "a3 06 08 01"],
    ["a wire type that does not exist", "metapb.Region", "0e"],
    ["text that is not UTF-8", "metapb.Store", "12 02 c3 28"],
  ])("%s is rejected", (_what, type, bytes) => {
    expect(decodeOrReject(type, hex(bytes))).toBe("rejected");
  });

  test("the error names the message, and keeps the cause", () => {
    expect(thrownBy(() => decodeMessage(Store, hex("08 80")))).toMatchObject({
      message: "proto/malformed: 2 bytes are not a metapb.Store: premature EOF",
      code: "proto/malformed",
      cause: new RangeError("premature EOF"),
      definite: true,
      deterministic: true,
    });
  });

  test("a message that is cut is rejected, unless it is cut between two fields", () => {
    const fieldEnds = [0, 3, 6, 13, 19];
    for (let length = 0; length < region.length; length++) {
      const outcome = decodeOrReject("metapb.Region", region.subarray(0, length));
      const expected = fieldEnds.includes(length) ? "message" : "rejected";
      expect([length, outcome]).toEqual([length, expected]);
    }
  });

  test("a decoded message does not hold on to the bytes it came from", () => {
    const bytes = Buffer.from(region);
    const message = decodeMessage(Region, bytes);
    bytes.fill(0xff);
    expect(message.startKey).toEqual(Buffer.from("a"));
  });

  test("random bytes are a message or the one error, whatever they are read as", () => {
    const types = fc.constantFrom(...messages.keys());
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 40 }), (type, bytes) => {
        decodeOrReject(type, bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test("a message with one byte changed is a message or the one error", () => {
    const change = fc.record({ at: fc.nat(region.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(change, ({ at, byte }) => {
        const bytes = Buffer.from(region);
        bytes[at] = byte;
        decodeOrReject("metapb.Region", bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
