/** Pages of a student's copy: what goes, what stays, and which markers and links are wrong. */

import { describe, expect, test } from "@jest/globals";
import { formatFinding } from "./finding.ts";
import { deadLinks, releasePage } from "./release-pages.ts";

const page = (...lines: string[]): string => `${lines.join("\n")}\n`;

const problems = (markdown: string): string[] =>
  releasePage(markdown, "docs/a.md").findings.map(formatFinding);

describe("releasePage()", () => {
  test("takes out a part with its markers, and one of the blank lines around it", () => {
    const source = page("a", "", "<!-- course only -->", "", "b", "", "<!-- end -->", "", "c");
    expect(releasePage(source, "a.md")).toMatchObject({ text: "a\n\nc\n", findings: [] });
  });

  test("two parts in a row leave one blank line", () => {
    const part = ["<!-- course only -->", "b", "<!-- end -->", ""];
    expect(releasePage(page("a", "", ...part, ...part, "c"), "a.md").text).toBe("a\n\nc\n");
  });

  test("a part between lines of text leaves no blank line", () => {
    const source = page("a", "<!-- course only -->", "b", "<!-- end -->", "c");
    expect(releasePage(source, "a.md").text).toBe("a\nc\n");
  });

  test("a part at the beginning or the end leaves nothing", () => {
    const part = ["<!-- course only -->", "b", "<!-- end -->"];
    expect(releasePage(page(...part, "", "a"), "a.md").text).toBe("a\n");
    expect(releasePage(page("a", "", ...part), "a.md").text).toBe("a\n");
    expect(releasePage(["a", ...part].join("\n"), "a.md").text).toBe("a\n");
  });

  test("a page without parts stays as it is, blank lines and all", () => {
    const source = "\na\n\n\n```\n\n\n```\n\n";
    expect(releasePage(source, "a.md")).toEqual({ text: source, aligned: source, findings: [] });
  });

  test("blank lines away from a part are not touched", () => {
    const source = page("```", "", "", "x", "```", "<!-- course only -->", "<!-- end -->");
    expect(releasePage(source, "a.md").text).toBe("```\n\n\nx\n```\n");
  });

  test("a marker in the middle of a line is text", () => {
    const source = page("write `<!-- course only -->` and `<!-- end -->`");
    expect(releasePage(source, "a.md")).toMatchObject({ text: source, findings: [] });
  });

  test("keeps the numbers of the lines for whoever reports something", () => {
    const source = page("a", "<!-- course only -->", "b", "<!-- end -->", "c");
    expect(releasePage(source, "a.md").aligned).toBe("a\n\n\n\nc\n");
  });

  test.each([
    ["one that is not ended", page("a", "<!-- course only -->", "b"), 2, 'has no "<!-- end -->"'],
    ["an end alone", page("a", "", "<!-- end -->"), 3, '"<!-- end -->" ends nothing'],
    [
      "a part in a part",
      page("<!-- course only -->", "<!-- course only -->", "<!-- end -->"),
      2,
      "inside the part that begins in line 1",
    ],
    ["a misspelled one", page("<!-- course-only -->", "a"), 1, "is almost a marker"],
    ["one without spaces", page("<!--end-->"), 1, "is almost a marker"],
  ])("tells the line of %s", (_what, source, line, problem) => {
    const [first = "", ...rest] = problems(source);
    expect(first).toMatch(new RegExp(`^docs/a\\.md:${line}: `));
    expect(first).toContain(problem);
    expect(rest).toEqual([]);
  });
});

describe("deadLinks()", () => {
  const paths = ["README.md", "docs/a.md", "docs/b.md", "labs/toy/src/a.ts"];

  const dead = (text: string): string[] =>
    deadLinks(
      new Map([
        ["docs/a.md", text],
        ["docs/b.md", "# Some words\n"],
        ["README.md", "# Toy\n"],
      ]),
      paths,
    ).map(formatFinding);

  test.each([
    "[a file](../labs/toy/src/a.ts)",
    "[a folder](../labs/toy/)",
    "[the root](..)",
    "[a page](b.md#some-words)",
    "# Here\n\n[this page](#here)",
    "[outside](https://example.org/solution/)",
    "`[code](../solution/a.ts)`",
  ])("%s is alive", (text) => {
    expect(dead(text)).toEqual([]);
  });

  test("a file that is not in the copy is told with the line of the link", () => {
    expect(dead("# A\n\nSee [it](../solution/toy.ts).\n")).toEqual([
      expect.stringMatching(/^docs\/a\.md:3: "\.\.\/solution\/toy\.ts" leads to a file that/),
    ]);
  });

  test("a heading that is not in the copy is told", () => {
    expect(dead("[b](b.md#other-words)")).toEqual([
      expect.stringContaining('"b.md#other-words" leads to a heading that docs/b.md'),
    ]);
  });

  test("links by reference and images count", () => {
    expect(dead("![x](x.png) and [y]\n\n[y]: y.md\n")).toHaveLength(2);
  });
});
