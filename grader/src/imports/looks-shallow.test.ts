/** What needs no care when it is parsed, and that nothing which nests slips through. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { looksShallow } from "./looks-shallow.ts";

describe("looksShallow", () => {
  test("is true of ordinary files, so that they cost no process", () => {
    for (const name of ["looks-shallow.ts", "check-imports.ts", "check-imports.test.ts"]) {
      expect(looksShallow(readFileSync(new URL(name, import.meta.url), "utf8"))).toBe(true);
    }
    expect(looksShallow("")).toBe(true);
  });

  test("is true of much that cannot nest", () => {
    expect(looksShallow("const naïve = 'a', b\n;".repeat(1000))).toBe(true);
  });

  test.each([
    ..."( [ { ! - + ~ ` < > . ? : = & | ^ % * / @ # \\".split(" "),
    ...["typeof ", "new ", "await ", "void ", "keyof ", "do ", "else ", "a in ", "a as ", "=>"],
    ...["if(a)", "a=>", "a?", "a:", "a.b", "${", "/*;*/!", "class A extends ", "readonly "],
  ])("is false of many %j", (part) => {
    expect(looksShallow(part.repeat(1501))).toBe(false);
  });

  test("is false of fewer of what the parser has to try out", () => {
    expect(looksShallow("a<".repeat(376))).toBe(false);
    expect(looksShallow("a<".repeat(375))).toBe(true);
  });

  test("is false of a file that is far too long", () => {
    expect(looksShallow("a\n".repeat(40_000))).toBe(false);
  });
});
