/** The Markdown page: structure, bounds, and hostile texts. */

import { describe, expect, test } from "@jest/globals";
import { fromMarkdown } from "mdast-util-from-markdown";
import { HOSTILE_TEXTS, makeReport, makeTest } from "../testing/make-report.ts";
import { markdownReport } from "./markdown.ts";

const mixed = makeReport([
  makeTest({ name: "a", status: "passed", max: 3 }),
  makeTest({ name: "b", file: "labs/base/src/one.ts", line: 7 }),
  makeTest({ name: "c", file: "labs/base/src/one.ts", line: 7 }),
]);

describe("markdownReport", () => {
  test("opens with the score, and has a row per label", () => {
    const text = markdownReport([mixed]);
    expect(text.split("\n")[0]).toBe("## alice\\.zip: 3 of 5 points");
    expect(text).toContain("| base | 1 | 3 / 5 | ■■■■■■□□□□ | 1 passed, 2 failed |");
  });

  test("folds each group of failures, with place and command", () => {
    const text = markdownReport([mixed]);
    expect(text).toContain("<details><summary>b and 1 more (1): failed</summary>");
    expect(text).toContain("At ` labs/base/src/one.ts:7 `");
    expect(text).toContain("```text\nexpected 1, got 2\n```");
    expect(text).toContain("Run it again: ` npm run lab -- test 1 -t adds --seed 1 `");
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test("has a table over all submissions first, if there are several", () => {
    const problems = [{ code: "submission/no-files", message: "it is empty" }];
    const text = markdownReport([mixed, makeReport([makeTest()], { submission: "bob", problems })]);
    expect(text.split("\n").slice(0, 6)).toEqual([
      "# Grades",
      "",
      "| Submission | Score | Tests | Note |",
      "| --- | --- | --- | --- |",
      "| alice\\.zip | 3 / 5 | 1 passed, 2 failed |  |",
      "| bob | 0 / 1 | 1 failed | it is empty |",
    ]);
    expect(text).toContain("- **submission/no-files** it is empty");
  });

  test("keeps its structure, whatever a student wrote", () => {
    const skeleton = (text: string) => {
      const test_ = makeTest({ name: text, message: text, replay: text });
      const problems = [{ code: "submission/x", message: text }];
      const report = makeReport([test_], { submission: text, problems });
      return fromMarkdown(markdownReport([report, report])).children.map((node) => node.type);
    };
    const expected = skeleton("harmless");
    for (const text of HOSTILE_TEXTS) expect(skeleton(text)).toEqual(expected);
  });

  test("stays below its limit, and says that something is left out", () => {
    const tests = Array.from({ length: 300 }, (_, index) =>
      makeTest({ name: `test ${index}`, message: `${"漢".repeat(7_000)}${index}` }),
    );
    const text = markdownReport([makeReport(tests), makeReport(tests, { submission: "bob" })]);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(Buffer.byteLength(text)).toBeGreaterThan(800 * 1024);
    expect(text).toContain("| bob | 0 / 300 | 300 failed |  |");
    expect(text.endsWith("… the rest is left out, because this page would be too large.\n")).toBe(
      true,
    );
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test("fills a bar only with all points", () => {
    const almost = makeReport([
      makeTest({ status: "passed", max: 9.99 }),
      makeTest({ name: "b", max: 0.01 }),
    ]);
    expect(markdownReport([almost])).toContain("■■■■■■■■■□");
    const full = makeReport([makeTest({ status: "passed" })]);
    expect(markdownReport([full])).toContain("■■■■■■■■■■");
  });
});
