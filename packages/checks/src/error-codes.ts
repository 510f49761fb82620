/** The error codes that the sources use, and those that `docs/errors.md` explains. */

import { files, read } from "./tree.ts";

/**
 * Where an area of codes shows itself: an error that is made with one, an object that has one, an
 * invariant that is checked.
 */
const areaInUse = /(?:(?:Error|super)\(\s*|\bcode: |\binvariant\([^;]*?)"([a-z-]+)\/[a-z0-9-]+"/g;

/** A code has a row of its own: `| \`area/what\` | …`. */
const codeOnPage = /^\| `([a-z-]+\/[a-z0-9-]+)` \|/gm;

function sources(): string[] {
  return files(/^(packages|labs|solution|grader)\/.*\.ts$/).filter(
    (path) => !/\.test\.ts$|\/test(ing)?\/|\/conformance\/|^packages\/checks\//.test(path),
  );
}

/** All codes used outside tests, sorted: every string of the form `area/what`, in a known area. */
export function codesInSources(): string[] {
  const texts = sources().map(read);
  const areas = new Set(
    texts.flatMap((text) => [...text.matchAll(areaInUse)].flatMap(([, area]) => area ?? [])),
  );
  const code = new RegExp(`"((?:${[...areas].join("|")})/[a-z0-9-]+)"`, "g");
  const codes = texts.flatMap((text) =>
    [...text.matchAll(code)].flatMap(([, found]) => found ?? []),
  );
  return [...new Set(codes)].sort();
}

/** All codes that the page explains, in its order. */
export function codesOnPage(markdown: string): string[] {
  return [...markdown.matchAll(codeOnPage)].flatMap(([, code]) => code ?? []);
}
