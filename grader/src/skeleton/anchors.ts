/** The places in a markdown page that a link can name: its headings, by GitHub's rules. */

import GithubSlugger from "github-slugger";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";

/** The anchors of a page's headings, without `#`; equal headings get numbers. */
export function headingAnchors(markdown: string): Set<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  visit(fromMarkdown(markdown), "heading", (node) => {
    anchors.add(slugger.slug(textOf(node)));
  });
  return anchors;
}
