/**
 * Tests of the notation of keys and values: what is printed can be pasted back, and never hurts a
 * terminal.
 */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bytesToText, type Notation, NotationError, textToBytes } from "./bytes-text.ts";

const notations: readonly Notation[] = ["text", "hex", "base64"];

describe("bytesToText()", () => {
  const cases: readonly (readonly [bytes: Buffer, text: string])[] = [
    [Buffer.from(""), ""],
    [Buffer.from("plain key 1"), "plain key 1"],
    [Buffer.from("é漢🙂"), "é漢🙂"],
    [Buffer.from([0, 1, 255]), "\\x00\\x01\\xff"],
    [Buffer.from("tab\there\n"), "tab\\x09here\\x0a"],
    [Buffer.from("a\\b"), "a\\\\b"],
    [Buffer.from("\u001b[31mred"), "\\x1b[31mred"],
    // Right-to-left override, zero-width space, no-break space: invisible, so they are escaped.
    [Buffer.from("\u202e"), "\\xe2\\x80\\xae"],
    [Buffer.from("\u200b\u00a0"), "\\xe2\\x80\\x8b\\xc2\\xa0"],
    // A character that is cut off, an overlong one, and a surrogate.
    [Buffer.from([0xe6, 0xbc]), "\\xe6\\xbc"],
    [Buffer.from([0xc0, 0x80]), "\\xc0\\x80"],
    [Buffer.from([0xed, 0xa0, 0x80]), "\\xed\\xa0\\x80"],
    // A replacement character that was really stored is a character like any other.
    [Buffer.from("\ufffd"), "\ufffd"],
  ];
  for (const [bytes, text] of cases) {
    test(`shows ${bytes.toString("hex") || "nothing"} as "${text}"`, () => {
      expect(bytesToText(bytes, "text")).toBe(text);
    });
  }

  test("prints nothing that a terminal would act on", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
        expect(bytesToText(Buffer.from(bytes), "text")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

describe("textToBytes()", () => {
  for (const notation of notations) {
    test(`gives back every byte string that was shown as ${notation}`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 64 }), (array) => {
          const bytes = Buffer.from(array);
          expect(textToBytes(bytesToText(bytes, notation), notation)).toEqual(bytes);
        }),
      );
    });
  }

  test("reads hex digits in either case", () => {
    expect(textToBytes("00fFAb", "hex")).toEqual(Buffer.from([0x00, 0xff, 0xab]));
    expect(textToBytes("\\xfF", "text")).toEqual(Buffer.from([0xff]));
  });

  const wrong: readonly (readonly [Notation, string, string])[] = [
    ["text", "a\\", "lone backslash"],
    ["text", "a\\n", "lone backslash"],
    ["text", "\\x0", "lone backslash"],
    ["text", "\\\\\\", "lone backslash"],
    ["hex", "abc", "two digits"],
    ["hex", "0x01", "two digits"],
    ["base64", "a", "base64"],
    ["base64", "YQ", "base64"],
    ["base64", "Y Q=", "base64"],
  ];
  for (const [notation, text, reason] of wrong) {
    test(`refuses ${text} as ${notation}`, () => {
      expect(() => textToBytes(text, notation)).toThrow(NotationError);
      expect(() => textToBytes(text, notation)).toThrow(reason);
    });
  }
});
