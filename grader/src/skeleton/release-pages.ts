/**
 * The pages of a student's copy: Markdown without the parts that are about what a copy lacks, and
 * without links that lead nowhere in it.
 *
 * A part that only the course itself has stands between `<!-- course only -->` and `<!-- end -->`,
 * each alone on its line, so that it is shown like the rest wherever Markdown is rendered. Only
 * text is looked at here; `release.ts` reads and writes the files.
 */

import { dirname, join, normalize } from "node:path/posix";
import type { Finding } from "./finding.ts";
import { anchors, relativeLinks } from "./page-links.ts";

const BEGIN = "<!-- course only -->";
const END = "<!-- end -->";

/** A comment that was surely meant as one of the two. */
const ALMOST = /^<!--\s*(?:course\b|end\s*-->)/i;

/** One page as it is in a copy. */
export interface ReleasePage {
  /** What is written: the parts are gone, and of the blank lines around each, one stays. */
  readonly text: string;
  /** The same with blank lines for what is gone, so that lines have the numbers of the source. */
  readonly aligned: string;
  /** Markers that do not match. */
  readonly findings: readonly Finding[];
}

/** Takes out of a page what only the course itself has. `file` is its path, for the findings. */
export function releasePage(markdown: string, file: string): ReleasePage {
  const lines = markdown.split("\n");
  const { isGone, findings } = findParts(lines, file);
  const kept: string[] = [];
  let isAfterPart = false;
  for (const [index, line] of lines.entries()) {
    if (isGone[index] === true) {
      isAfterPart = true;
    } else if (!(isAfterPart && line === "" && (kept.at(-1) ?? "") === "")) {
      kept.push(line);
      isAfterPart = false;
    }
  }
  // A part at the end leaves the blank line in front of it, or takes the last line break along.
  const text = isGone.includes(true) ? `${kept.join("\n").trimEnd()}\n` : markdown;
  const aligned = lines.map((line, index) => (isGone[index] === true ? "" : line)).join("\n");
  return { text, aligned, findings };
}

/** Which lines belong to a part, its markers included, and what is wrong with the markers. */
function findParts(
  lines: readonly string[],
  file: string,
): { isGone: boolean[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const isGone: boolean[] = [];
  let begun: number | undefined;
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    const at = { file, line: index + 1 };
    if (text === BEGIN) {
      if (begun !== undefined) findings.push({ ...at, ...nested(begun) });
      begun ??= index + 1;
    } else if (text !== END && ALMOST.test(text)) {
      findings.push({ ...at, problem: `"${text}" is almost a marker`, remedy: ALMOST_REMEDY });
    }
    isGone.push(begun !== undefined || text === END);
    if (text !== END) continue;
    if (begun === undefined) findings.push({ ...at, problem: `"${END}" ends nothing`, remedy });
    begun = undefined;
  }
  if (begun !== undefined) {
    findings.push({ file, line: begun, problem: `"${BEGIN}" has no "${END}"`, remedy });
  }
  return { isGone, findings };
}

const remedy = `Put "${BEGIN}" before the part and "${END}" after it.`;
const ALMOST_REMEDY = `Write "${BEGIN}" or "${END}", alone on the line.`;

function nested(begun: number): Pick<Finding, "problem" | "remedy"> {
  const problem = `"${BEGIN}" inside the part that begins in line ${begun}`;
  return { problem, remedy: "End that part first: parts do not nest." };
}

/**
 * The relative links of the pages that lead to no file of the copy, or to no heading of it.
 *
 * @param pages the aligned text of every page, by path
 * @param paths all files of the copy
 */
export function deadLinks(pages: ReadonlyMap<string, string>, paths: readonly string[]): Finding[] {
  const targets = new Set(paths.flatMap((path) => [path, ...foldersOf(path)]));
  return [...pages].flatMap(([page, text]) =>
    relativeLinks(text).flatMap(({ url, line }) => {
      const problem = whyDead(page, url, targets, pages);
      return problem === undefined ? [] : [{ file: page, line, problem, remedy: LINK_REMEDY }];
    }),
  );
}

const LINK_REMEDY = `Correct the link, or put it between "${BEGIN}" and "${END}".`;

/** `a/b/c.md` lies in `a/b` and `a`, and so in the root. */
function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? [folder] : [folder, ...foldersOf(folder)];
}

function whyDead(
  page: string,
  url: string,
  targets: ReadonlySet<string>,
  pages: ReadonlyMap<string, string>,
): string | undefined {
  const [path = "", anchor] = url.split("#", 2);
  const target =
    path === "" ? page : normalize(join(dirname(page), decodeURI(path))).replace(/\/$/, "");
  if (!targets.has(target)) return `"${url}" leads to a file that a student's copy does not have`;
  const text = pages.get(target);
  if (anchor === undefined || text === undefined || anchors(text).has(anchor)) return;
  return `"${url}" leads to a heading that ${target} of a student's copy does not have`;
}
