/** Links between the pages of the project: which ones lead nowhere. */

import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import GithubSlugger from "github-slugger";
import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import { read, root } from "./tree.ts";

/** The anchors of a page: its headings as GitHub names them, and ids written in HTML. */
export function anchors(markdown: string): Set<string> {
  const tree: Root = fromMarkdown(markdown);
  const slugger = new GithubSlugger();
  const found = new Set<string>();
  visit(tree, "heading", (node) => void found.add(slugger.slug(textOf(node))));
  visit(tree, "html", (node) => {
    for (const [, id] of node.value.matchAll(/\bid="([^"]+)"/g))
      if (id !== undefined) found.add(id);
  });
  return found;
}

/** The relative links and image sources of a page, with the line of each. */
export function relativeLinks(markdown: string): { url: string; line: number }[] {
  const tree: Root = fromMarkdown(markdown);
  const links: { url: string; line: number }[] = [];
  visit(tree, (node) => {
    if (node.type !== "link" && node.type !== "image" && node.type !== "definition") return;
    if (/^[a-z][a-z+.-]*:/i.test(node.url)) return;
    links.push({ url: node.url, line: node.position?.start.line ?? 0 });
  });
  return links;
}

/** Every link of `page` that leads to no file, or to no heading of it, as `page:line: url`. */
export function deadLinks(page: string): string[] {
  const markdown = read(page);
  return relativeLinks(markdown)
    .filter(({ url }) => {
      const [path = "", anchor] = url.split("#", 2);
      const target = path === "" ? page : normalize(join(dirname(page), decodeURI(path)));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchors(read(target)).has(anchor);
    })
    .map(({ url, line }) => `${page}:${line}: ${url}`);
}
