/**
 * Putting something else in the place of regions, and the blank lines around what is taken away.
 */

import { describe, expect, test } from "@jest/globals";
import { readMarkers } from "./markers.ts";
import { removeLines, render } from "./render.ts";

const SOURCE = [
  "a;",
  "// cut",
  "b;",
  "// end",
  "c;",
  "// gap 1 f",
  "// solution",
  "d;",
  "// end",
  "",
];

describe("render()", () => {
  const marked = readMarkers(SOURCE.join("\n"), "x.ts");

  test("replaces each region by what it is told, and keeps the rest", () => {
    const lines = render(marked, (region) => [`<${region.kind}>`]);
    expect(lines).toEqual(["a;", "<cut>", "c;", "<gap>", ""]);
  });

  test("a replacement may be longer or shorter than the region", () => {
    const lines = render(marked, (region) =>
      region.kind === "cut" ? [] : ["1", "2", "3", "4", "5"],
    );
    expect(lines).toEqual(["a;", "c;", "1", "2", "3", "4", "5", ""]);
  });
});

describe("removeLines()", () => {
  const cases: [string, string[], [number, number], string[]][] = [
    ["between two lines", ["a", "x", "b"], [1, 1], ["a", "b"]],
    ["between blank lines", ["a", "", "x", "", "b"], [2, 2], ["a", "", "b"]],
    ["between many blank lines", ["a", "", "x", "", "", "b"], [2, 2], ["a", "", "b"]],
    ["after a blank line only", ["a", "", "x", "b"], [2, 2], ["a", "", "b"]],
    ["before a blank line only", ["a", "x", "", "b"], [1, 1], ["a", "", "b"]],
    ["at the beginning of a block", ["{", "x", "", "b"], [1, 1], ["{", "b"]],
    ["at the end of a block", ["a", "", "x", "}"], [2, 2], ["a", "}"]],
    ["all of a block", ["{", "", "x", "", "}"], [2, 2], ["{", "}"]],
    ["in a list", ["[", "x", "", "]"], [1, 1], ["[", "]"]],
    ["at the beginning of the file", ["x", "", "b"], [0, 0], ["b"]],
    ["at the end of the file", ["a", "", "x", ""], [2, 2], ["a", ""]],
    ["several lines", ["a", "", "x", "", "y", "", "b"], [2, 4], ["a", "", "b"]],
  ];

  test.each(cases)("%s", (_title, lines, [start, end], left) => {
    expect(removeLines(lines, start, end)).toEqual(left);
  });
});
