/**
 * How many lines of code the solution needs, by label and by file: the figures that a chapter tells
 * its reader.
 *
 * What is counted: lines that hold code (not blank, not only a comment) and are not in the
 * skeleton. That is what a gap has between `// solution` and `// end`, and what a cut has; imports
 * are outside of both. A gap counts for its label. A cut has none, so it counts for the label of
 * the gap before it in the file, whose helper it most often is, and for that of the first gap if
 * there is none before it. A function that grows in a later part counts where its gap is.
 */

import { parseSync } from "oxc-parser";
import { UsageError } from "../usage-error.ts";
import { ownedFiles, readLabConfigs } from "./lab-files.ts";
import { gapsOf, type MarkedSource, mustReadMarkers, type Region } from "./markers.ts";

/** One file's share of a label. */
export interface FileSize {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** All lines, those in cuts included. */
  readonly lines: number;
  /** Those in cuts: helpers, fields, constants. */
  readonly linesInCuts: number;
}

/** What our solution of one label needs. */
export interface LabelSize {
  readonly lab: string;
  readonly label: string;
  readonly lines: number;
  /** In the order of the lab's `owns`; files without a line for this label are left out. */
  readonly files: readonly FileSize[];
}

/** One solution file. */
export interface SolutionText {
  readonly path: string;
  readonly text: string;
}

/**
 * The sizes of all labels of all labs, or of one lab, in the order of `lab.json`. An owned file
 * without a solution counts nothing.
 *
 * @throws {UsageError} `grade/unknown-lab`
 * @throws {TinyKvError} `course/markers`
 */
export function solutionSizes(root: string, lab?: string): LabelSize[] {
  const labs = readLabConfigs(root);
  const chosen = labs.filter((config) => lab === undefined || config.lab === lab);
  if (chosen.length === 0) {
    const known = labs.map((config) => config.lab).join(", ");
    const what = `there is no lab "${lab ?? ""}"; the labs are ${known}`;
    throw new UsageError("grade/unknown-lab", what);
  }
  return chosen.flatMap((config) => {
    const files = ownedFiles(root, config).flatMap(({ solutionPath: path, solution: text }) =>
      text === undefined ? [] : [{ path, text }],
    );
    const labels = config.labels.map(({ label }) => label);
    return sizesOf(config.lab, labels, files);
  });
}

/** The sizes of one lab's labels, from the texts of its files. */
export function sizesOf(
  lab: string,
  labels: readonly string[],
  files: readonly SolutionText[],
): LabelSize[] {
  const counted = files.map(({ path, text }) => ({ path, sizes: countFile(path, text) }));
  return labels.map((label) => {
    const shares = counted.flatMap(({ path, sizes }) => {
      const size = sizes.get(label);
      return size === undefined ? [] : [{ file: path, ...size }];
    });
    return { lab, label, lines: sum(shares.map(({ lines }) => lines)), files: shares };
  });
}

type Size = Omit<FileSize, "file">;

function countFile(path: string, text: string): Map<string, Size> {
  const marked = mustReadMarkers(text, path);
  const isCode = codeLines(text);
  const sizes = new Map<string, Size>();
  for (const region of marked.regions) {
    const label = labelOf(region, marked);
    if (label === undefined) continue;
    const first = region.kind === "gap" ? region.solution : region.start;
    const lines = isCode.slice(first + 1, region.end).filter(Boolean).length;
    const before = sizes.get(label) ?? { lines: 0, linesInCuts: 0 };
    sizes.set(label, {
      lines: before.lines + lines,
      linesInCuts: before.linesInCuts + (region.kind === "cut" ? lines : 0),
    });
  }
  return sizes;
}

/** The label that a region counts for; a file without gaps has none. */
function labelOf(region: Region, marked: MarkedSource): string | undefined {
  if (region.kind === "gap") return region.label;
  const gaps = gapsOf(marked);
  const before = gaps.findLast(({ start }) => start < region.start);
  return (before ?? gaps[0])?.label;
}

/** For each line, whether anything but white space and comments is on it. */
function codeLines(text: string): boolean[] {
  // A parser, and not a pattern, tells a comment from a string that looks like one.
  let code = text;
  for (const { start, end } of parseSync("file.ts", text).comments) {
    const blank = text.slice(start, end).replace(/[^\n]/g, " ");
    code = code.slice(0, start) + blank + code.slice(end);
  }
  return code.split("\n").map((line) => line.trim() !== "");
}

/** One line per label, and below it one per file; for people. */
export function sizeTable(sizes: readonly LabelSize[]): string {
  const rows = sizes.flatMap(({ lab, label, lines, files }) => [
    { name: `${lab} ${label}`, lines, linesInCuts: sum(files.map((file) => file.linesInCuts)) },
    ...files.map(({ file, ...size }) => ({ name: `  ${file}`, ...size })),
  ]);
  const width = Math.max(...rows.map(({ name }) => name.length), 0);
  const line = (name: string, lines: string, inCuts: string): string =>
    `${name.padEnd(width)}  ${lines.padStart(5)}  ${inCuts.padStart(10)}`;
  return [
    line("label and files", "lines", "in helpers"),
    ...rows.map(({ name, lines, linesInCuts }) => line(name, `${lines}`, `${linesInCuts}`)),
  ].join("\n");
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
