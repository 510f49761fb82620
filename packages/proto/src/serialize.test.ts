/** The one writer behind all services: what one message leaves in it must not reach another. */

import { describe, expect, test } from "@jest/globals";
import { RawPutRequest, Region, Store } from "./index.ts";
import { decodeMessage, encodeMessage } from "./message-codec.ts";
import { serialize } from "./serialize.ts";

const store = Store.create({ id: 1, address: "127.0.0.1:20160" });
const storeBytes = encodeMessage(Store, store);

describe("serialize()", () => {
  test("gives the bytes of encodeMessage, again and again", () => {
    for (let i = 0; i < 3; i++) expect(serialize(Store, store)).toEqual(storeBytes);
  });

  test("gives bytes that the next message does not change", () => {
    const first = serialize(Store, store);
    serialize(Store, Store.create({ id: 2, address: "x".repeat(100) }));
    expect(first).toEqual(storeBytes);
  });

  test("leaves nothing of a message that could not be encoded", () => {
    const broken = Region.create({ startKey: Buffer.from("half"), peers: [{ id: 1 }, { id: -1 }] });
    expect(() => serialize(Region, broken)).toThrow("proto/integer-range value=-1");
    expect(serialize(Store, store)).toEqual(storeBytes);
  });

  test("may be called while it runs, by a getter of the message", () => {
    let inner: Buffer | undefined;
    const message = {
      ...store,
      get address(): string {
        inner = serialize(Store, store);
        return store.address;
      },
    };
    expect(serialize(Store, message)).toEqual(storeBytes);
    expect(inner).toEqual(storeBytes);
  });

  test.each([0, 100, 4095, 4096, 300_000])("carries a value of %d bytes", (length) => {
    const put = RawPutRequest.create({ value: Buffer.alloc(length, 7), cf: "default" });
    const { value } = decodeMessage(RawPutRequest, serialize(RawPutRequest, put));
    expect(value.equals(put.value)).toBe(true);
  });
});
