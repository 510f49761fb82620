/** Anchors of headings, as GitHub makes them. */

import { describe, expect, test } from "@jest/globals";
import { headingAnchors } from "./anchors.ts";

describe("headingAnchors()", () => {
  test.each([
    ["# One", "one"],
    ["## Absent, empty, error", "absent-empty-error"],
    ["### The `rawGet` handler", "the-rawget-handler"],
    ["## A [link](x.md) in it", "a-link-in-it"],
    ["Underlined\n==========", "underlined"],
    ["## Part 1: the storage", "part-1-the-storage"],
    ["## Über uns", "über-uns"],
  ])("%j", (markdown, anchor) => {
    expect([...headingAnchors(markdown)]).toEqual([anchor]);
  });

  test("equal headings get numbers", () => {
    expect([...headingAnchors("# A\n\n# A\n\n# A\n")]).toEqual(["a", "a-1", "a-2"]);
  });

  test("a comment in a code block is no heading", () => {
    expect([...headingAnchors("# A\n\n```sh\n# not a heading\n```\n")]).toEqual(["a"]);
  });
});
