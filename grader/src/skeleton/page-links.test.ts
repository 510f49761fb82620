/** Anchors as GitHub makes them, and which links stay inside the project. */

import { describe, expect, test } from "@jest/globals";
import { anchors, relativeLinks } from "./page-links.ts";

describe("anchors()", () => {
  test.each([
    ["# One", "one"],
    ["## Absent, empty, error", "absent-empty-error"],
    ["### The `rawGet` handler", "the-rawget-handler"],
    ["## A [link](x.md) in it", "a-link-in-it"],
    ["Underlined\n==========", "underlined"],
    ["## Part 1: the storage", "part-1-the-storage"],
    ["## Über uns", "über-uns"],
  ])("%j", (markdown, anchor) => {
    expect([...anchors(markdown)]).toEqual([anchor]);
  });

  test("equal headings get numbers", () => {
    expect([...anchors("# A\n\n# A\n\n# A\n")]).toEqual(["a", "a-1", "a-2"]);
  });

  test("a comment in a code block is no heading", () => {
    expect([...anchors("# A\n\n```sh\n# not a heading\n```\n")]).toEqual(["a"]);
  });
});

test("an id written in HTML is an anchor", () => {
  expect([...anchors('# A `b` & c\n\n<a id="own"></a>\n')]).toEqual(["a-b--c", "own"]);
});

describe("relativeLinks()", () => {
  test("leaves out what leads out of the project", () => {
    const page = "[a](b.md#c) [w](https://example.com) ![i](i.svg)\n\n[r]: ../d.md\n";
    expect(relativeLinks(page)).toEqual([
      { url: "b.md#c", line: 1 },
      { url: "i.svg", line: 1 },
      { url: "../d.md", line: 3 },
    ]);
  });
});
