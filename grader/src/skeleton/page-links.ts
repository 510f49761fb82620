/**
 * Links of markdown pages: the places in a page that a link can name, and the links that lead to
 * other files. Whether they lead somewhere is for those to decide who know the files.
 */

import GithubSlugger from "github-slugger";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";

/** The anchors of a page, without `#`: its headings by GitHub's rules, and ids written in HTML. */
export function anchors(markdown: string): Set<string> {
  const tree = fromMarkdown(markdown);
  const slugger = new GithubSlugger();
  const found = new Set<string>();
  visit(tree, "heading", (node) => void found.add(slugger.slug(textOf(node))));
  visit(tree, "html", (node) => {
    for (const [, id = ""] of node.value.matchAll(/\bid="([^"]+)"/g)) found.add(id);
  });
  return found;
}

/** A link of a page to a file or heading of the project, and its line, counted from 1. */
export interface RelativeLink {
  readonly url: string;
  readonly line: number;
}

/** The relative links and image sources of a page. */
export function relativeLinks(markdown: string): RelativeLink[] {
  const links: RelativeLink[] = [];
  visit(fromMarkdown(markdown), (node) => {
    if (node.type !== "link" && node.type !== "image" && node.type !== "definition") return;
    // `https:`, `mailto:` and the like lead out of the project.
    if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(node.url)) return;
    links.push({ url: node.url, line: node.position?.start.line ?? 1 });
  });
  return links;
}
