/** Nothing that comes out of a lab gets past these functions with a will of its own. */

import { describe, expect, test } from "@jest/globals";
import { RawGetResponse } from "@tinykv/proto";
import { plainBoolean, plainBuffer, plainEntry, plainList, settle, throughWire } from "./plain.ts";

const throwing = (): never => {
  throw new Error("touched");
};

function likeABuffer(): object {
  const prototype = Buffer.prototype as object;
  return Object.create(prototype, { length: { value: 1 }, 0: { value: 1 } }) as object;
}

describe("plainBuffer()", () => {
  test("copies bytes by what is in memory, whatever the object says", () => {
    const lying = Buffer.from([1, 2, 3]);
    Object.defineProperties(lying, {
      length: { value: 0 },
      slice: { value: throwing },
      [Symbol.iterator]: { value: throwing },
    });
    const copy = plainBuffer(lying, "the value");
    expect([...copy]).toEqual([1, 2, 3]);
    lying.fill(9);
    expect([...copy]).toEqual([1, 2, 3]);
  });

  test("takes a plain Uint8Array as well", () => {
    expect([...plainBuffer(new Uint8Array([7]), "x")]).toEqual([7]);
  });

  test.each([
    ["an array", [1]],
    ["an object like a Buffer", likeABuffer()],
    ["a proxy of a Buffer", new Proxy(Buffer.from([1]), {})],
    ["a DataView", new DataView(new ArrayBuffer(1))],
    ["words", new Uint16Array([1])],
    ["a string", "a"],
    ["undefined", undefined],
  ])("refuses %s", (_what, value) => {
    expect(() => plainBuffer(value, "the value")).toThrow("expected the value to be a Buffer");
  });
});

describe("plainBoolean()", () => {
  test("takes true and false", () => {
    expect([plainBoolean(true, "x"), plainBoolean(false, "x")]).toEqual([true, false]);
  });

  test.each([[1], [""], ["true"], [null], [undefined], [Object(false)], [{ valueOf: () => true }]])(
    "refuses %p",
    (value) => {
      expect(() => plainBoolean(value, "notFound")).toThrow(
        "expected notFound to be true or false",
      );
    },
  );
});

describe("plainList()", () => {
  test("reads a real array by index", () => {
    const array = [1, 2];
    Object.defineProperty(array, Symbol.iterator, { value: throwing });
    expect(plainList(array, "pairs")).toEqual([1, 2]);
  });

  test.each([
    ["a proxy", new Proxy([1], {})],
    ["an object with a length", { length: 1, 0: 1 }],
    ["an iterable", new Set([1])],
    ["more than anyone needs", new Array(10_000_000)],
  ])("refuses %s", (_what, value) => {
    expect(() => plainList(value, "pairs")).toThrow(/^expected pairs /);
  });

  test("says which list a getter threw in", () => {
    const array = Object.defineProperty([1], 0, { get: throwing });
    expect(() => plainList(array, "pairs")).toThrow("pairs cannot be read: touched");
  });
});

describe("plainEntry()", () => {
  test("copies key and value, each read once", () => {
    let reads = 0;
    const entry = {
      get key(): Buffer {
        reads += 1;
        return Buffer.from([reads]);
      },
      value: Buffer.from([5]),
    };
    expect(plainEntry(entry, "pair 1")).toEqual({ key: Buffer.from([1]), value: Buffer.from([5]) });
  });

  test.each([[undefined], [7], [{}], [{ key: Buffer.alloc(0) }], [{ key: "a", value: "b" }]])(
    "refuses %p",
    (value) => {
      expect(() => plainEntry(value, "pair 1")).toThrow(/pair 1/);
    },
  );
});

describe("throughWire()", () => {
  test("gives the message that its receiver would see", () => {
    const sent = { ...RawGetResponse.create({ value: Buffer.from([42]) }), extra: 1 };
    const received = throughWire(RawGetResponse, sent, "the response");
    expect(received).toEqual(RawGetResponse.create({ value: Buffer.from([42]) }));
  });

  test("is not fooled by an object that claims to be equal to anything", () => {
    const claim = Object.assign(RawGetResponse.create(), { asymmetricMatch: () => true });
    const received = throughWire(RawGetResponse, claim, "the response");
    expect("asymmetricMatch" in received).toBe(false);
  });

  test.each([
    ["nothing", undefined],
    ["a message without its fields", {}],
    ["a message with fields of other types", { value: 7, notFound: "no", error: 3 }],
    ["a message that resists", new Proxy({}, { get: throwing })],
  ])("says that %s cannot be sent", (_what, message) => {
    const send = (): unknown => throughWire(RawGetResponse, message, "the response");
    expect(send).toThrow(expect.objectContaining({ name: "CheckFailure" }));
  });
});

describe("settle()", () => {
  test("waits for a promise, and for what is none", async () => {
    expect(await settle(Promise.resolve(1))).toEqual({ state: "fulfilled", value: 1 });
    expect(await settle(2)).toEqual({ state: "fulfilled", value: 2 });
  });

  test("turns a rejection into a value", async () => {
    const reason = new Error("no");
    expect(await settle(Promise.reject(reason))).toEqual({ state: "rejected", reason });
  });

  test("does not fail at a thenable that does", async () => {
    const thenable = {
      get then(): never {
        return throwing();
      },
    };
    expect(await settle(thenable)).toMatchObject({ state: "rejected" });
    // biome-ignore lint/suspicious/noThenProperty: a hostile object is what this is about.
    expect(await settle({ then: throwing })).toMatchObject({ state: "rejected" });
  });

  test("is not told twice", async () => {
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: a hostile object is what this is about.
      then(resolve: (value: number) => void, reject: (reason: number) => void): void {
        resolve(1);
        reject(2);
        throw new Error("3");
      },
    };
    expect(await settle(thenable)).toEqual({ state: "fulfilled", value: 1 });
  });
});
