/**
 * Edits: where a text is found, how what replaces it is indented, and what is said if it is not
 * there.
 */

import { describe, expect, test } from "@jest/globals";
import { applyEdits } from "./apply-edits.ts";

const SOURCE = [
  "function f(): number {",
  "  const a = 1;",
  "  if (a > 0) {",
  "    return a;",
  "  }",
  "  return 0;",
  "}",
  "",
].join("\n");

/** The source with these edits. */
function apply(...edits: { find: string; replace: string }[]): string {
  return applyEdits(SOURCE, { id: "m", file: "src/a.ts", edits });
}

describe("applyEdits()", () => {
  test("replaces a part of a line", () => {
    expect(apply({ find: "a > 0", replace: "a >= 0" })).toBe(SOURCE.replace("a > 0", "a >= 0"));
  });

  test("a part of a line may become several lines, indented like it", () => {
    expect(apply({ find: "return a;", replace: "const b = a;\nreturn b;" })).toContain(
      "  if (a > 0) {\n    const b = a;\n    return b;\n  }",
    );
  });

  test("several lines are found at any indentation, and keep it", () => {
    const text = apply({
      find: "if (a > 0) {\n  return a;\n}",
      replace: "if (a < 0) {\n\n  return 2;\n}",
    });
    expect(text).toContain("  const a = 1;\n  if (a < 0) {\n\n    return 2;\n  }\n  return 0;");
  });

  test("the line break at the end of a YAML block does not count", () => {
    expect(apply({ find: "return 0;\n", replace: "return 9;\n" })).toBe(
      SOURCE.replace("return 0;", "return 9;"),
    );
  });

  test("an empty replacement removes", () => {
    expect(apply({ find: "const a = 1;", replace: "" })).toContain("{\n  \n  if");
  });

  test("edits are applied one after the other", () => {
    expect(
      apply(
        { find: "return 0;", replace: "return 1;" },
        { find: "return 1;", replace: "return 2;" },
      ),
    ).toContain("  return 2;");
  });

  test("a text that is not there is an error with the mutant, the edit and the remedy", () => {
    expect(() =>
      apply({ find: "return 0;", replace: "" }, { find: "return 7;", replace: "" }),
    ).toThrow(
      /^mutants\/find: mutant m: the text of edit 2 is not in src\/a\.ts; take its find from/,
    );
  });

  test("a text that is there twice, too", () => {
    expect(() => apply({ find: "return", replace: "" })).toThrow("is 2 times in src/a.ts");
  });

  test("whole lines must match to their ends", () => {
    expect(() => apply({ find: "const a = 1;\nif (a", replace: "" })).toThrow("is not in");
    expect(() => apply({ find: "st a = 1;\nif (a > 0) {", replace: "" })).toThrow("is not in");
  });

  test("what is no TypeScript any more is an error", () => {
    expect(() => apply({ find: "return 0;", replace: "return {;" })).toThrow(
      "mutants/syntax: mutant m is not TypeScript",
    );
  });
});
