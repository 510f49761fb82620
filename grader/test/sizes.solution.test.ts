/** "Size of our solution" in the handouts is what `course sizes` counts, so it cannot go stale. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { courseRoot } from "../src/cli/command-io.ts";
import { type FileSize, solutionSizes } from "../src/skeleton/solution-sizes.ts";

/** What a part of a handout is about. */
interface Part {
  readonly page: string;
  readonly heading: string;
  readonly lab: string;
  readonly label: string;
  /** The file of the part, where a label has two parts. */
  readonly file?: string;
}

const HERE = "this one file";
const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const LABEL_1 = { page: "standalone.md", lab: "standalone", label: "1" };
const PARTS: readonly Part[] = [
  { ...LABEL_1, heading: "Part 1: the storage", file: "standalone-storage.ts" },
  { ...LABEL_1, heading: "Part 2: the raw API", file: "raw-handlers.ts" },
  { page: "raft-2a.md", heading: "2AA: elections", lab: "raft", label: "2AA" },
  { page: "raft-2a.md", heading: "2AB: the log", lab: "raft", label: "2AB" },
  { page: "raft-2a.md", heading: "2AC: RawNode and Ready", lab: "raft", label: "2AC" },
  { page: "raft-2c.md", heading: "Forgetting the beginning", lab: "raft", label: "2C-raft" },
  { page: "raft-3a.md", heading: "Handing over leadership", lab: "raft", label: "3A" },
];

const root = courseRoot();
const pages = join(root, "docs", "labs");
const SIZE = /- \*\*Size of our solution:\*\* ([\s\S]*?)(?=\n- |\n\n)/g;

/** The sizes that a text tells, each in one line. */
function sizesIn(text: string): string[] {
  return [...text.matchAll(SIZE)].map(([, size = ""]) => size.replace(/\s+/g, " "));
}

function section({ page, heading }: Part): string {
  const text = readFileSync(join(pages, page), "utf8");
  const found = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`));
  if (found === undefined) throw new Error(`${page} has no section "${heading}"`);
  return found;
}

function filesOf({ lab, label, file }: Part): FileSize[] {
  const size = solutionSizes(root, lab).find((one) => one.label === label);
  return (size?.files ?? []).filter((one) => file === undefined || basename(one.file) === file);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** How such a sentence begins. */
function sentence(files: readonly FileSize[]): string {
  const lines = sum(files.map((file) => file.lines));
  const list = files.map((file) => `\`${basename(file.file)}\` ${file.lines}`).join(", ");
  const where = files.length === 1 ? HERE : `${COUNTS[files.length] ?? ""} files: ${list}`;
  return `${lines} lines, in ${where}`;
}

describe("Size of our solution", () => {
  test.each(PARTS)("$page, $heading", (part) => {
    const files = filesOf(part);
    const [shown = ""] = sizesIn(section(part));
    expect(shown.slice(0, sentence(files).length)).toBe(sentence(files));
    expect(shown.charAt(sentence(files).length)).toMatch(/[.;]/);
    // Helpers may be passed over in silence, but not be told wrongly.
    const helpers = /; (\d+) of them/.exec(shown)?.[1];
    if (helpers !== undefined) {
      expect(Number(helpers)).toBe(sum(files.map(({ linesInCuts }) => linesInCuts)));
    }
  });

  test("no page tells a size that is not compared", () => {
    const told = readdirSync(pages)
      .filter((page) => page.endsWith(".md"))
      .flatMap((page) =>
        sizesIn(readFileSync(join(pages, page), "utf8")).map((text) => `${page}: ${text}`),
      );
    expect(told).toHaveLength(PARTS.length);
  });

  test("every label of every lab has a part", () => {
    const labels = solutionSizes(root).map(({ lab, label }) => `${lab} ${label}`);
    expect(new Set(PARTS.map(({ lab, label }) => `${lab} ${label}`))).toEqual(new Set(labels));
  });
});
