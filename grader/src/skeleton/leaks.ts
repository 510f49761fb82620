/**
 * Finds lines of the solution in files that a student gets.
 *
 * Lines are compared without their white space, and without a comment's beginning, so that code which
 * was commented out is found as well. Short lines say nothing about where they come from
 * (`} finally {`), and do not count.
 */

import type { Finding } from "./finding.ts";
import type { MarkedSource, Region } from "./markers.ts";

/** A line of fewer characters could be anybody's. */
const TELLING_LENGTH = 20;

/** A line as it is compared; `undefined` if it is too short to tell anything. */
export function tellingLine(line: string): string | undefined {
  const text = line
    .trim()
    .replace(/^(?:\/\/+|\/?\*+)\s*/, "")
    .replace(/\s+/g, " ");
  return text.length >= TELLING_LENGTH ? text : undefined;
}

function solutionLinesOf(marked: MarkedSource, region: Region): readonly string[] {
  const first = region.kind === "gap" ? region.solution : region.start;
  return marked.lines.slice(first + 1, region.end);
}

/** The telling lines that the gaps and cuts of a solution file hold. */
export function secretLines(marked: MarkedSource): Set<string> {
  const lines = marked.regions.flatMap((region) => solutionLinesOf(marked, region));
  return new Set(lines.map(tellingLine).filter((line) => line !== undefined));
}

/** Every line of `text` that is a line of the solution. */
export function findLeaks(text: string, path: string, secrets: ReadonlySet<string>): Finding[] {
  return text.split("\n").flatMap((line, index) => {
    const telling = tellingLine(line);
    if (telling === undefined || !secrets.has(telling)) return [];
    return [
      {
        file: path,
        line: index + 1,
        problem: `this line is part of the solution: ${telling}`,
        remedy: "Remove it, or put it into a cut.",
      },
    ];
  });
}
