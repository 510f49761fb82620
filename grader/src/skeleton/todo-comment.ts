/**
 * Reads the TODO comment of a gap: what to do, what to read, what must hold, and how to check it.
 *
 * This file knows the form of the comment. Whether the label, the pages and the tests that it names
 * exist is checked by `check-gaps.ts`.
 */

import type { Finding } from "./finding.ts";
import { type Gap, gapsOf, type MarkedSource } from "./markers.ts";

/** A line of the comment, counted from 1 in the file. */
interface Part {
  readonly text: string;
  readonly line: number;
}

/** What a well-formed TODO comment says. */
export interface TodoComment {
  readonly label: string;
  /** One sentence: what to do. */
  readonly action: Part;
  /** What to read: a path with or without an anchor, a paper's section, … */
  readonly read: Part & { readonly items: readonly string[] };
  /** What must hold. */
  readonly keep: Part;
  /** How to check it: the label and, if there is one, the text of `-t`. */
  readonly check: Part & { readonly label: string; readonly only: string | undefined };
}

const FORM = "Write TODO(<label>), read:, keep:, check: as docs/architecture/skeletons.md shows.";
// As it is typed; the short form is for a person who knows where it runs.
const COMMAND = /^(?:npm run lab --|lab) test (\S+)(?: -t (?:"([^"]+)"|([^\s"]+)))?$/;

/** A part while its lines are read: the key `""` is the first sentence. */
interface RawPart {
  readonly key: string;
  readonly line: number;
  text: string;
}

/** Splits the comment into its parts, joining each with the lines that go on with it. */
function splitParts(lines: readonly string[], firstLine: number): RawPart[] | undefined {
  const parts: RawPart[] = [];
  for (const [index, full] of lines.entries()) {
    const line = firstLine + index;
    const text = full.trim();
    const head = /^\/\/ TODO\([^)]*\) (.+)$/.exec(text);
    const key = /^\/\/ {3}(read|keep|check):\s+(.+)$/.exec(text);
    const more = /^\/\/ {3,}(.+)$/.exec(text);
    const last = parts.at(-1);
    if (head?.[1] !== undefined && index === 0) parts.push({ key: "", line, text: head[1] });
    else if (key?.[1] !== undefined && key[2] !== undefined) {
      parts.push({ key: key[1], line, text: key[2] });
    } else if (more?.[1] !== undefined && last !== undefined) last.text += ` ${more[1]}`;
    else return undefined;
  }
  return parts;
}

/**
 * Reads the TODO comment of `gap`.
 *
 * @returns the comment, or what is wrong with its form
 */
export function readTodo(marked: MarkedSource, gap: Gap): TodoComment | Finding {
  const first = gap.start + 2;
  const at = (problem: string, remedy = FORM, line = first): Finding => {
    return { file: marked.path, line, problem, remedy };
  };
  const lines = marked.lines.slice(gap.start + 1, gap.solution);
  const label = /^\/\/ TODO\(([^)]*)\)/.exec(lines[0]?.trim() ?? "")?.[1];
  if (label === undefined) return at(`the gap ${gap.name} has no TODO comment`);
  const parts = splitParts(lines, first);
  const [action, read, keep, check] = parts ?? [];
  const keys = parts?.map(({ key }) => key).join();
  if (!action || !read || !keep || !check || keys !== ",read,keep,check") {
    return at(`the TODO comment of ${gap.name} is not complete or not in order`);
  }
  const command = COMMAND.exec(check.text);
  if (command?.[1] === undefined) {
    const remedy = "Write `npm run lab -- test <label>`, with `-t <text>` for a part of it.";
    return at(`"${check.text}" is not a command that checks a gap`, remedy, check.line);
  }
  const items = read.text.split(";").map((item) => item.trim());
  const only = command[2] ?? command[3];
  return {
    label,
    action,
    read: { ...read, items },
    keep,
    check: { ...check, label: command[1], only },
  };
}

/** Every gap of a file with its TODO comment, or with what is wrong with it. */
export function readTodos(marked: MarkedSource): { gap: Gap; todo: TodoComment | Finding }[] {
  return gapsOf(marked).map((gap) => ({ gap, todo: readTodo(marked, gap) }));
}

/** Tells the two results of {@link readTodo} apart. */
export function isFinding(todo: TodoComment | Finding): todo is Finding {
  return "problem" in todo;
}
