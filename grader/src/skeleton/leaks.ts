/**
 * Finds lines of the solution in files that a student gets.
 *
 * Lines are compared without their white space, and without a comment's beginning, so that code
 * which was commented out is found as well. Short lines say nothing about where they come from (`}
 * finally {`), and do not count.
 */

import type { Finding } from "./finding.ts";
import type { MarkedSource, Region } from "./markers.ts";

/** A line of fewer characters could be anybody's. */
const TELLING_LENGTH = 20;

/** In files that are not skeletons, a shorter line only counts next to another one, … */
const TELLING_ALONE_LENGTH = 60;

/** … unless it is all that a gap or a cut consists of. */
const TELLING_WHOLE_LENGTH = 40;

/** What only the solution may say. */
export interface Secrets {
  /** Lines in gaps and cuts. */
  readonly lines: ReadonlySet<string>;
  /** Those that give something away wherever they stand. */
  readonly alone: ReadonlySet<string>;
  /** Two lines that follow each other, joined by a line break. */
  readonly pairs: ReadonlySet<string>;
}

/** A line as it is compared; `undefined` if it is too short to tell anything. */
export function tellingLine(line: string): string | undefined {
  const text = line
    .trim()
    .replace(/^(?:\/\/+|\/?\*+)\s*/, "")
    .replace(/\s+/g, " ");
  return text.length >= TELLING_LENGTH ? text : undefined;
}

function tellingLinesOf(marked: MarkedSource, region: Region): string[] {
  const first = region.kind === "gap" ? region.solution : region.start;
  const lines = marked.lines.slice(first + 1, region.end);
  return lines.map(tellingLine).filter((line) => line !== undefined);
}

/** What the gaps and cuts of some solution files hold. */
export function secretsOf(files: readonly MarkedSource[]): Secrets {
  const [lines, alone, pairs] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const file of files) {
    for (const region of file.regions) {
      const telling = tellingLinesOf(file, region);
      const length = telling.length === 1 ? TELLING_WHOLE_LENGTH : TELLING_ALONE_LENGTH;
      for (const [index, line] of telling.entries()) {
        lines.add(line);
        if (line.length >= length) alone.add(line);
        if (index > 0) pairs.add(`${telling[index - 1]}\n${line}`);
      }
    }
  }
  return { lines, alone, pairs };
}

/** Every line of a skeleton that is a line of the solution. */
export function findLeaks(text: string, path: string, { lines }: Secrets): Finding[] {
  return text.split("\n").flatMap((line, index) => {
    const telling = tellingLine(line);
    if (telling === undefined || !lines.has(telling)) return [];
    return [leak(path, index + 1, telling, "Remove it, or put it into a cut.")];
  });
}

/**
 * Every passage of the solution in some other file: a long line, or two shorter ones in a row. A
 * single short line may well be the same in given code.
 */
export function findPassages(text: string, path: string, { alone, pairs }: Secrets): Finding[] {
  const findings: Finding[] = [];
  let before = "";
  for (const [index, line] of text.split("\n").entries()) {
    const telling = tellingLine(line);
    if (telling === undefined) continue;
    if (alone.has(telling) || pairs.has(`${before}\n${telling}`)) {
      findings.push(
        leak(path, index + 1, telling, "Say it in another way, or leave the file out."),
      );
    }
    before = telling;
  }
  return findings;
}

function leak(file: string, line: number, telling: string, remedy: string): Finding {
  return { file, line, problem: `this line is part of the solution: ${telling}`, remedy };
}
