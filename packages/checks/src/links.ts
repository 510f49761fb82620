/** Links between the pages of the project: which ones lead nowhere. */

import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { anchors, relativeLinks } from "@tinykv/grader/page-links";
import { read, root } from "./tree.ts";

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
