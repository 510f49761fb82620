/** What a page shows against what was printed. */

import { describe, expect, test } from "@jest/globals";
import { containsOutput, matchesOutput, normalizeOutput } from "./match-output.ts";

describe("matchesOutput()", () => {
  test("accepts the same lines, whatever blanks and empty lines are around them", () => {
    expect(matchesOutput("\n a  \nb\n\n", [" a", "b", ""])).toBe(true);
  });

  test.each([
    ["a line more", "a\nb\nc\n", ["a", "b"]],
    ["a line less", "a\n", ["a", "b"]],
    ["another order", "b\na\n", ["a", "b"]],
    ["more text in a line", "ab\n", ["a"]],
    ["a dot that is meant as a dot", "1x5\n", ["1.5"]],
  ])("refuses %s", (_what, output, expected) => {
    expect(matchesOutput(output, expected)).toBe(false);
  });

  test("takes an ellipsis in a line for any text of that line", () => {
    expect(matchesOutput("took 12.5 ms here\n", ["took … ms here"])).toBe(true);
    expect(matchesOutput("took 12.5\nms here\n", ["took … ms here"])).toBe(false);
  });

  test("takes an ellipsis on a line of its own for any lines, none included", () => {
    expect(matchesOutput("a\nx\ny\nb\n", ["a", "…", "b"])).toBe(true);
    expect(matchesOutput("a\nb\n", ["a", "…", "b"])).toBe(true);
    expect(matchesOutput("a\nx\n", ["a", "…", "b"])).toBe(false);
  });

  test("accepts anything where the page shows nothing", () => {
    expect(matchesOutput("whatever\n", [])).toBe(true);
  });

  test("does not see colours", () => {
    expect(normalizeOutput("\u001b[32mok\u001b[39m\r\n")).toBe("ok\n");
  });
});

describe("containsOutput()", () => {
  test("waits for the last line to be complete", () => {
    expect(containsOutput("x\nready on 1234\n", ["ready on …"])).toBe(true);
    expect(containsOutput("x\nread", ["ready on …"])).toBe(false);
  });
});
