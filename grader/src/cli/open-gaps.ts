/**
 * Finds the gaps that are still open in a student's file: the calls of `todo("<label>", "<name>")`,
 * each with what the TODO comment above it says. So a test that met a gap, and the scoreboard, can
 * point at the very line to write next and at the page that explains it.
 *
 * The file is the student's, who may have moved or deleted the comment: it is read leniently. The
 * strict reader, for the course's own sources, is `src/skeleton/todo-comment.ts`.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Course, Lab } from "../course/course.ts";

/** A function that is not written yet. */
export interface OpenGap {
  readonly label: string;
  /** What `todo` is told: `StandaloneStorage.start`. */
  readonly name: string;
  /** Relative to the course's root. */
  readonly file: string;
  /** Where the gap begins, counted from 1. */
  readonly line: number;
  /** What to do, from the comment. */
  readonly action: string | undefined;
  /** What to read first, from the comment. */
  readonly read: string | undefined;
}

/** A call of `todo` that is code: at the start of its line, so not behind `//`. */
const CALL = /^\s*(?:return\s+)?todo\(\s*["']([^"']+)["']\s*,\s*["']([^"']+)["']/;

/** The open gaps of the working tree's files of `lab`, in the order of the files. */
export function openGaps(course: Course, lab: Lab): readonly OpenGap[] {
  return lab.config.owns.flatMap((path) => {
    const file = `labs/${lab.config.lab}/${path}`;
    try {
      return gapsInText(file, readFileSync(join(course.root, file), "utf8"));
    } catch {
      // A file that is missing has no line to point at.
      return [];
    }
  });
}

/** The open gaps of one text. */
export function gapsInText(file: string, text: string): readonly OpenGap[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const [, label, name] = CALL.exec(line) ?? [];
    if (label === undefined || name === undefined) return [];
    const comment = commentAbove(lines, index);
    const about = (pattern: RegExp) => pattern.exec(comment.text)?.[1]?.trim();
    return [
      {
        label,
        name,
        file,
        line: comment.start + 1,
        action: about(/TODO\([^)]*\)\s+(.+?)(?=\s+(?:read|keep|check):|$)/),
        read: about(/\bread:\s+(.+?)(?=\s+(?:keep|check):|$)/),
      },
    ];
  });
}

/**
 * The block of `//` lines that ends right above line `index`, joined; `start` is its first line.
 */
function commentAbove(lines: readonly string[], index: number): { start: number; text: string } {
  let start = index;
  while (start > 0 && /^\s*\/\//.test(lines[start - 1] ?? "")) start -= 1;
  const words = lines.slice(start, index).map((line) => line.replace(/^\s*\/\/\s*/, ""));
  return { start, text: words.join(" ") };
}
