/** The error codes that the sources use, and those that `docs/errors.md` explains. */

import { files, read } from "./tree.ts";

/**
 * Where an area of codes shows itself: an error that is made with one, an object that has one, an
 * invariant that is checked.
 */
const use = String.raw`(?:(?:Error|super)\(\s*|\bcode: |\binvariant\([^;]*?)`;
const areaInUse = new RegExp(`${use}(["\`])([a-z-]+)/[a-z0-9-]+\\1`, "g");

/** A code that is put together while the program runs: nobody can look that up on a page. */
const composedCode = new RegExp(`${use}\`([a-z-]+/[a-z0-9-]*\\$\\{[^\`}]*\\}[a-z0-9-]*)\``, "g");

/** A code has a row of its own: `| \`area/what\` | …`. */
const codeOnPage = /^\| `([a-z-]+\/[a-z0-9-]+)` \|/gm;

function sources(): string[] {
  return files(/^(packages|labs|solution|grader)\/.*\.ts$/).filter(
    (path) => !/\.test\.ts$|\/test(ing)?\/|\/conformance\/|^packages\/checks\//.test(path),
  );
}

/** All codes used outside tests, sorted: every string of the form `area/what`, in a known area. */
export function codesInSources(): string[] {
  return codesIn(sources().map(read));
}

/** The codes of these source texts. One that is put together shows as its own template. */
export function codesIn(texts: readonly string[]): string[] {
  const areas = new Set(allGroups(texts, areaInUse, 2));
  const code = new RegExp(`(["\`])((?:${[...areas].join("|")})/[a-z0-9-]+)\\1`, "g");
  const found = [...allGroups(texts, code, 2), ...allGroups(texts, composedCode, 1)];
  return [...new Set(found)].sort();
}

/** What the group of that number matched, everywhere in the texts. */
function allGroups(texts: readonly string[], pattern: RegExp, group: number): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(pattern)].flatMap((match) => match[group] ?? []),
  );
}

/** All codes that the page explains, in its order. */
export function codesOnPage(markdown: string): string[] {
  return [...markdown.matchAll(codeOnPage)].flatMap(([, code]) => code ?? []);
}
