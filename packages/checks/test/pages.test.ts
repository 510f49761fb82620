/** The pages of the project: links that lead somewhere, and error codes that are explained. */

import { describe, expect, test } from "@jest/globals";
import { anchors } from "@tinykv/grader/page-links";
import { codesInSources, codesOnPage } from "../src/error-codes.ts";
import { deadLinks } from "../src/links.ts";
import { files, read } from "../src/tree.ts";

describe("links", () => {
  test.each(files(/\.md$/))("%s has no dead link", (page) => {
    expect(deadLinks(page)).toEqual([]);
  });
});

describe("each lab", () => {
  const labs = files(/^labs\/[^/]+\/lab\.json$/).map((path) => path.split("/")[1] ?? "");

  test.each(labs)("%s has the page that its reports name", (lab) => {
    expect(files(/^docs\/labs\/.*\.md$/)).toContain(`docs/labs/${lab}.md`);
  });

  test.each(labs)("%s has the pages and headings that explain its labels", (lab) => {
    const config = JSON.parse(read(`labs/${lab}/lab.json`)) as {
      readonly labels: readonly { readonly handout?: string }[];
    };
    const missing = config.labels.filter(({ handout }) => {
      const [path = "", anchor] = (handout ?? `docs/labs/${lab}.md`).split("#", 2);
      const isPage = files(/^docs\/labs\/.*\.md$/).includes(path);
      return !isPage || (anchor !== undefined && !anchors(read(path)).has(anchor));
    });
    expect(missing).toEqual([]);
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
