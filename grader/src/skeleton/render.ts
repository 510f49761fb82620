/**
 * Writes the text of a marked solution file anew, with something else in the place of each region.
 *
 * It takes care of the blank lines: a region that leaves nothing behind must not leave two blank
 * lines, or one at the edge of a block, because the formatter would remove them.
 */

import type { MarkedSource, Region } from "./markers.ts";

/** The lines to put in the place of a region, its markers included. */
export type Replacement = (region: Region) => readonly string[];

const isBlank = (line: string | undefined): boolean => line !== undefined && line.trim() === "";
const opensBlock = (line: string | undefined): boolean => /[{([]\s*$/.test(line ?? "");
const closesBlock = (line: string | undefined): boolean => /^\s*[})\]]/.test(line ?? "");

/** Joins two runs of lines between which something was taken away. */
function join(before: string[], after: readonly string[]): string[] {
  const head = [...before];
  const tail = [...after];
  const isEndOfFile = tail.every(isBlank);
  const isAtEdge = head.length === 0 || isBlank(head.at(-1)) || opensBlock(head.at(-1));
  while (isAtEdge && !isEndOfFile && isBlank(tail[0])) tail.shift();
  while (isBlank(head.at(-1)) && (closesBlock(tail[0]) || isEndOfFile)) head.pop();
  return [...head, ...tail];
}

/**
 * Removes the lines from `start` up to and including `end`, with the blank line that is too many.
 */
export function removeLines(lines: readonly string[], start: number, end: number): string[] {
  return join(lines.slice(0, start), lines.slice(end + 1));
}

/** The lines of `marked` with every region replaced. */
export function render(marked: MarkedSource, replacement: Replacement): string[] {
  let lines = [...marked.lines];
  // From the last one up, so that the line numbers of those before it stay true.
  for (const region of [...marked.regions].reverse()) {
    const instead = replacement(region);
    lines =
      instead.length === 0
        ? removeLines(lines, region.start, region.end)
        : [...lines.slice(0, region.start), ...instead, ...lines.slice(region.end + 1)];
  }
  return lines;
}
