/**
 * Reads the markers of a solution file: which lines are a gap's TODO comment, which are its
 * solution, and which are cut. The syntax is described in docs/architecture/skeletons.md.
 *
 * This file knows lines only. What a TODO comment says is read by `todo-comment.ts`, and which
 * function a gap stands in by `syntax.ts`.
 */

import { TinyKvError } from "@tinykv/runtime";
import { type Finding, formatFinding } from "./finding.ts";

/** The part of one function that a student writes. Line numbers are indexes, counted from 0. */
export interface Gap {
  readonly kind: "gap";
  readonly label: string;
  /** `rawGet`, `StandaloneStorage.start`. */
  readonly name: string;
  /** The white space before its markers. */
  readonly indent: string;
  /** The line of `// gap`. */
  readonly start: number;
  /** The line of `// solution`. */
  readonly solution: number;
  /** The line of `// end`. */
  readonly end: number;
}

/** Lines that a skeleton does not have at all. */
export interface Cut {
  readonly kind: "cut";
  /** The line of `// cut`. */
  readonly start: number;
  /** The line of `// end`. */
  readonly end: number;
}

export type Region = Gap | Cut;

/** A solution file with its regions, in the order of the file. */
export interface MarkedSource {
  /** Relative to the root of the repository; only used in findings. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly regions: readonly Region[];
  readonly findings: readonly Finding[];
}

type Marker = "gap" | "solution" | "cut" | "end";

const NEAR_MISS = /^\s*\/\/\s*(gap|solution|cut|end)\W*$/i;
const GAP = /^(\s*)\/\/ gap(?: (\S+) (\S+))?\s*$/;

function markerOf(line: string): Marker | undefined {
  const text = line.trim();
  if (text === "// solution" || text === "// cut" || text === "// end") {
    return text.slice(3) as Marker;
  }
  return text.startsWith("// gap ") || text === "// gap" ? "gap" : undefined;
}

/** What has been opened and not ended yet. */
type Open = Omit<Cut, "end"> | (Omit<Gap, "end" | "solution"> & { solution: number | undefined });

/** Goes through the lines once, with at most one region open. */
class MarkerReader {
  readonly regions: Region[] = [];
  readonly findings: Finding[] = [];
  readonly #path: string;
  #open: Open | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  read(line: string, index: number): void {
    const marker = markerOf(line);
    if (marker === "gap") this.#openGap(line, index);
    else if (marker === "cut") this.#begin({ kind: "cut", start: index }, index);
    else if (marker === "solution") this.#solution(index);
    else if (marker === "end") this.#end(index);
    else if (NEAR_MISS.test(line)) {
      this.#find(index, `"${line.trim()}" is almost a marker`, "Write the marker exactly.");
    }
  }

  finish(): void {
    if (this.#open === undefined) return;
    this.#find(this.#open.start, `this ${this.#open.kind} has no end`, 'Add a line "// end".');
  }

  #openGap(line: string, index: number): void {
    const [, indent = "", label, name] = GAP.exec(line) ?? [];
    if (label === undefined || name === undefined) {
      this.#find(index, "a gap needs a label and a name", 'Write "// gap <label> <name>".');
    }
    const gap = { kind: "gap", label: label ?? "", name: name ?? "", indent } as const;
    this.#begin({ ...gap, start: index, solution: undefined }, index);
  }

  #begin(region: Open, index: number): void {
    if (this.#open !== undefined) {
      const where = `line ${this.#open.start + 1}`;
      this.#find(index, `a ${region.kind} begins inside the ${this.#open.kind} of ${where}`, END);
    }
    this.#open = region;
  }

  #solution(index: number): void {
    if (this.#open?.kind !== "gap" || this.#open.solution !== undefined) {
      this.#find(index, '"// solution" without a gap that waits for it', 'Begin with "// gap".');
    } else {
      this.#open.solution = index;
    }
  }

  #end(index: number): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) {
      this.#find(index, '"// end" ends nothing', 'Begin with "// gap" or "// cut", or remove it.');
    } else if (open.kind === "cut") {
      this.regions.push({ ...open, end: index });
    } else if (open.solution === undefined) {
      this.#find(
        open.start,
        'this gap has no line "// solution"',
        "Put it after the TODO comment.",
      );
    } else {
      this.regions.push({ ...open, solution: open.solution, end: index });
    }
  }

  #find(index: number, problem: string, remedy: string): void {
    this.findings.push({ file: this.#path, line: index + 1, problem, remedy });
  }
}

const END = 'End that one first, with a line "// end".';

/** Reads the markers of `source`; what is wrong with them is in `findings`. */
export function readMarkers(source: string, path: string): MarkedSource {
  const lines = source.split("\n");
  const reader = new MarkerReader(path);
  lines.forEach((line, index) => {
    reader.read(line, index);
  });
  reader.finish();
  return { path, lines, regions: reader.regions, findings: reader.findings };
}

/**
 * The same, for callers that can do nothing with a broken file.
 *
 * @throws {TinyKvError} `course/markers` with every finding
 */
export function mustReadMarkers(source: string, path: string): MarkedSource {
  const marked = readMarkers(source, path);
  if (marked.findings.length > 0) {
    throw new TinyKvError("course/markers", marked.findings.map(formatFinding).join("\n"));
  }
  return marked;
}

/** The gaps among the regions. */
export function gapsOf(marked: MarkedSource): Gap[] {
  return marked.regions.filter((region) => region.kind === "gap");
}
