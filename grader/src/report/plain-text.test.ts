/** Text of a student is made harmless for terminals, and stays readable. */

import { describe, expect, test } from "@jest/globals";
import { HOSTILE_TEXTS } from "../testing/make-report.ts";
import { cutText, plainLine, plainText, shorten } from "./plain-text.ts";

describe("plainText", () => {
  test("keeps ordinary text, in every script, with its lines", () => {
    const text = "line one\n\tline two: é 漢字 🦀 👩‍👩‍👧 “quotes”";
    expect(plainText(text)).toBe(text);
    expect(plainText("a\r\nb")).toBe("a\nb");
  });

  test("removes colours, cursor movements and titles", () => {
    expect(plainText("\u001b[31mred\u001b[0m")).toBe("red");
    expect(plainText("a\u001b[2J\u001b[1;1Hb")).toBe("ab");
    expect(plainText("a\u001b]0;title\u0007b")).toBe("ab");
  });

  test("removes nothing else with them: what we say stays, whatever is around it", () => {
    expect(plainText("\u001b[31mred\u0007, expected 1")).toBe("red\\x07, expected 1");
    expect(plainText("\u001b]0;open\nexpected 1\u0007")).toBe("\\x1b]0;open\nexpected 1\\x07");
    expect(plainText("a\u001b b\u001bPq c\u001b\\")).toBe("a\\x1b b\\x1bPq c\\x1b\\");
  });

  test("makes other control characters visible", () => {
    expect(plainText("a\u0007b\u0000c\u007fd\re")).toBe("a\\x07b\\x00c\\x7fd\\x0de");
    expect(plainText("x\u202ey\u2066z\u2028")).toBe("x\\u202ey\\u2066z\\u2028");
  });

  test("leaves nothing harmful of any hostile text", () => {
    for (const text of HOSTILE_TEXTS) {
      const plain = plainText(text);
      expect(/[^\P{Cc}\n\t]|[\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u.test(plain)).toBe(false);
      expect(plainText(plain)).toBe(plain);
    }
  });

  test("keeps pairs of surrogates and replaces halves", () => {
    expect(plainText("🦀\ud800x\udc00")).toBe("🦀\ufffdx\ufffd");
  });
});

describe("plainLine", () => {
  test("is on one line", () => {
    expect(plainLine("a\n  b\tc\n\n d")).toBe("a b c d");
  });
});

describe("cutText", () => {
  test("keeps what is short, and says how much is left out of the rest", () => {
    expect(cutText("short")).toBe("short");
    expect(cutText("0123456789", 4)).toBe("0123\n… (6 characters more)");
  });
});

describe("shorten", () => {
  test("fits a width", () => {
    expect(shorten("alice.zip", 9)).toBe("alice.zip");
    expect(shorten("alice.zip", 6)).toBe("alice…");
  });
});
