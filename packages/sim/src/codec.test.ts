/** Tests of the codec for any value: nothing is shared, and a trace can always show it. */

import { describe, expect, test } from "@jest/globals";
import { cloneCodec, describePlain } from "./codec.ts";

describe("cloneCodec()", () => {
  test("shares nothing with what was sent", () => {
    const codec = cloneCodec<{ list: number[] }>();
    const message = { list: [1] };
    const wire = codec.encode(message);
    message.list.push(2);
    expect(codec.decode(wire)).toEqual({ list: [1] });
  });

  test("shares nothing between those who receive it, nor with what shows in a trace", () => {
    const codec = cloneCodec<{ list: number[] }>();
    const wire = codec.encode({ list: [1] });
    codec.decode(wire).list.push(2);
    expect(codec.decode(wire)).toEqual({ list: [1] });
    expect(codec.describe(wire)).toBe('{"list":[1]}');
  });

  test("copies bytes too", () => {
    const codec = cloneCodec<Uint8Array>();
    const bytes = Uint8Array.of(1, 2, 3);
    const wire = codec.encode(bytes);
    bytes[0] = 9;
    expect(codec.decode(wire)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("keeps Maps, Sets, bigints, and what is undefined", () => {
    const message = { map: new Map([[1, new Set([2n])]]), nothing: undefined, date: new Date(5) };
    const codec = cloneCodec<typeof message>();
    const decoded = codec.decode(codec.encode(message));
    expect(decoded).toStrictEqual(message);
    expect(decoded.map).not.toBe(message.map);
  });

  test("refuses at once what cannot be cloned", () => {
    const codec = cloneCodec<() => number>();
    expect(() => codec.encode(() => 1)).toThrow(/could not be cloned/);
  });
});

describe("describePlain()", () => {
  const own: Record<string, unknown> = { name: "ring" };
  own["self"] = own;

  for (const { what, value, text } of [
    { what: "a plain value", value: { a: [1, "x", null, true] }, text: '{"a":[1,"x",null,true]}' },
    { what: "bytes", value: { key: Uint8Array.of(0, 171) }, text: '{"key":"0x00ab"}' },
    { what: "a Buffer", value: [Buffer.from("ab")], text: '["0x6162"]' },
    { what: "bytes alone", value: Buffer.from("ab"), text: '"0x6162"' },
    { what: "a bigint", value: { ts: 2n ** 63n }, text: '{"ts":"9223372036854775808n"}' },
    { what: "a Map", value: new Map([["a", 1n]]), text: '[["a","1n"]]' },
    { what: "a Set in a Map", value: new Map([[1, new Set([2])]]), text: "[[1,[2]]]" },
    { what: "nothing", value: undefined, text: "undefined" },
    { what: "a function", value: () => 1, text: "function" },
    { what: "a line break", value: "a\nb", text: String.raw`"a\nb"` },
    { what: "what contains itself", value: own, text: "object" },
  ]) {
    test(`puts ${what} into one line`, () => {
      expect(describePlain(value)).toBe(text);
    });
  }
});
