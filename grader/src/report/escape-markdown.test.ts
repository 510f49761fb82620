/** Text in Markdown is read as text by a Markdown parser, whatever it says. */

import { describe, expect, test } from "@jest/globals";
import { fromMarkdown } from "mdast-util-from-markdown";
import { HOSTILE_TEXTS } from "../testing/make-report.ts";
import { htmlText, markdownBlock, markdownCode, markdownText } from "./escape-markdown.ts";
import { plainText } from "./plain-text.ts";

/** The kinds of nodes that Markdown is read as. */
function kinds(markdown: string): string[] {
  const found: string[] = [];
  const visit = (node: { type: string; children?: readonly unknown[] }): void => {
    found.push(node.type);
    for (const child of node.children ?? []) visit(child as typeof node);
  };
  visit(fromMarkdown(markdown));
  return found;
}

describe("markdownText", () => {
  test("is read as one paragraph of text, whatever it says", () => {
    for (const hostile of HOSTILE_TEXTS) {
      const text = markdownText(plainText(hostile));
      expect(kinds(`x ${text} x`)).toEqual(["root", "paragraph", "text"]);
      expect(text).not.toMatch(/[<>\n]|(?<!\\)\||@(?!\u200b)/);
    }
  });

  test("shows what it was given", () => {
    const [paragraph] = fromMarkdown(markdownText("1. a_b* [c](d) <e> & f|g")).children;
    expect(paragraph).toMatchObject({ children: [{ value: "1. a_b* [c](d) <e> & f|g" }] });
  });
});

describe("htmlText", () => {
  test("cannot open a tag or mention a person", () => {
    expect(htmlText("<b> & </summary>\n@bob")).toBe("&lt;b&gt; &amp; &lt;/summary&gt; @\u200bbob");
  });
});

describe("markdownCode", () => {
  test("is one code span with the same text", () => {
    for (const code of ["plain", "a `b` c", "``", "`", "x ``` y"]) {
      const [paragraph] = fromMarkdown(markdownCode(code)).children;
      expect(paragraph).toMatchObject({ children: [{ type: "inlineCode", value: code }] });
    }
  });
});

describe("markdownBlock", () => {
  test("is one code block, whatever fences are in the text", () => {
    for (const hostile of HOSTILE_TEXTS) {
      const text = plainText(hostile);
      const { children } = fromMarkdown(markdownBlock(text));
      expect(children.length).toBe(1);
      expect(children[0]).toMatchObject({ type: "code", value: text });
    }
  });
});
