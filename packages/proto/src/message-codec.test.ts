/** Creating messages, and the two doors for bytes. What the bytes are is tested in test/. */

import { describe, expect, test } from "@jest/globals";
import { KvPair, RawScanResponse, Region } from "./index.ts";
import { decodeMessage, encodeMessage, noBytes } from "./message-codec.ts";

describe("create()", () => {
  test("fills in the none value of what is left out, at any depth", () => {
    expect(Region.create({ id: 7, peers: [{ id: 1 }] })).toEqual({
      id: 7,
      startKey: Buffer.alloc(0),
      endKey: Buffer.alloc(0),
      regionEpoch: undefined,
      peers: [{ id: 1, storeId: 0 }],
    });
  });

  test("takes bytes as they are, and copies lists", () => {
    const key = Buffer.from("k");
    const kvs = [KvPair.create({ key })];
    const response = RawScanResponse.create({ kvs });
    expect(response.kvs).not.toBe(kvs);
    expect(response.kvs[0]?.key).toBe(key);
  });
});

describe("noBytes", () => {
  test("is the one empty Buffer of all messages, and nothing can be hung on it", () => {
    expect(Region.create().startKey).toBe(noBytes);
    expect(decodeMessage(Region, Buffer.alloc(0)).endKey).toBe(noBytes);
    expect(noBytes).toHaveLength(0);
    expect(Object.isFrozen(noBytes) && Object.isFrozen(noBytes.buffer)).toBe(true);
  });
});

describe("decodeMessage()", () => {
  test("takes any Uint8Array, a window into a larger one too", () => {
    const bytes = encodeMessage(Region, Region.create({ id: 300, startKey: Buffer.from("a") }));
    const padded = new Uint8Array([9, ...bytes, 9]);
    const window = padded.subarray(1, 1 + bytes.length);
    expect(decodeMessage(Region, window)).toEqual(decodeMessage(Region, bytes));
  });

  test("gives Buffers that are the caller's own", () => {
    const bytes = encodeMessage(Region, Region.create({ startKey: Buffer.from("a") }));
    decodeMessage(Region, bytes).startKey.fill(0);
    expect(decodeMessage(Region, bytes).startKey).toEqual(Buffer.from("a"));
  });
});
