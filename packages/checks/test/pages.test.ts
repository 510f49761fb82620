/** The pages of the project: links that lead somewhere, and error codes that are explained. */

import { describe, expect, test } from "@jest/globals";
import { codesInSources, codesOnPage } from "../src/error-codes.ts";
import { anchors, deadLinks, relativeLinks } from "../src/links.ts";
import { files, read } from "../src/tree.ts";

describe("links", () => {
  test("anchors are named as GitHub names them, the second of a name with a number", () => {
    const page = '# A `b` & c\n\n## Same\n\n## Same\n\n<a id="own"></a>\n';
    expect([...anchors(page)]).toEqual(["a-b--c", "same", "same-1", "own"]);
  });

  test("only links inside the project are looked at", () => {
    const page = "[a](b.md#c) [w](https://example.com) ![i](i.svg)\n\n[r]: ../d.md\n";
    expect(relativeLinks(page).map(({ url }) => url)).toEqual(["b.md#c", "i.svg", "../d.md"]);
  });

  test.each(files(/\.md$/))("%s has no dead link", (page) => {
    expect(deadLinks(page)).toEqual([]);
  });
});

describe("docs/errors.md", () => {
  const page = codesOnPage(read("docs/errors.md"));

  test("explains every code that the sources use, and no other", () => {
    expect([...page].sort()).toEqual(codesInSources());
  });

  test("explains each code once", () => {
    expect(page.filter((code, index) => page.indexOf(code) !== index)).toEqual([]);
  });
});
