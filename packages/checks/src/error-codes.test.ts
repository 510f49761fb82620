/** What counts as an error code in a source text, and on the page that explains them. */

import { describe, expect, test } from "@jest/globals";
import { codesIn, codesOnPage } from "./error-codes.ts";

describe("codesIn()", () => {
  test.each([
    ["an error", 'throw new TinyKvError("engine/closed", "it is");'],
    ["an error over several lines", 'throw new TinyKvError(\n  "engine/closed",\n  text,\n);'],
    ["an error in back quotes", "throw new TinyKvError(`engine/closed`, text);"],
    ["an object with a code", 'return { code: "engine/closed" };'],
    ["an invariant", 'invariant(isOpen(a, b), "engine/closed", text);'],
    ["a constructor of a subclass", 'super("engine/closed", text);'],
  ])("finds that of %s", (_title, text) => {
    expect(codesIn([text])).toEqual(["engine/closed"]);
  });

  test("knows an area from one file in all others", () => {
    const texts = ['new TinyKvError("engine/closed", "")', 'const c = "engine/io";', '"docs/labs"'];
    expect(codesIn(texts)).toEqual(["engine/closed", "engine/io"]);
  });

  test("shows a code that is put together, so that no page can explain it", () => {
    expect(codesIn(["throw new TinyKvError(`engine/${what}`, text);"])).toEqual(["engine/${what}"]);
  });

  test("takes no message for a code", () => {
    expect(codesIn(["throw new Error(`packages/${name} is not there`);"])).toEqual([]);
    expect(codesIn(["throw new Error(`no ${a}/b`);"])).toEqual([]);
  });
});

describe("codesOnPage()", () => {
  test("are the first cells of rows", () => {
    expect(codesOnPage("| `a/b` | why |\nsee `c/d`\n| `e/f-g` | why |")).toEqual(["a/b", "e/f-g"]);
  });
});
