/** Makes a mutant's text of a file out of the text of the solution. */

import { TinyKvError } from "@tinykv/runtime";
import { syntaxError } from "../skeleton/syntax.ts";

/** What has to be found, and what to put there. */
interface Edit {
  readonly find: string;
  readonly replace: string;
}

/** What a mutant does to one file. */
interface FileEdits {
  /** The mutant, for messages. */
  readonly id: string;
  readonly file: string;
  readonly edits: readonly Edit[];
}

const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);

/** Where the lines of `find` begin in `source`, and how they are indented there. */
function placesOfLines(source: string, find: string): { start: number; by: string }[] {
  const first = find.split("\n", 1)[0] ?? "";
  const places: { start: number; by: string }[] = [];
  let start = 0;
  for (const line of source.split("\n")) {
    const by = line.endsWith(first) ? line.slice(0, line.length - first.length) : undefined;
    const isHere = by !== undefined && by.trim() === "" && startsWithLines(source, start, find, by);
    if (isHere) places.push({ start, by });
    start += line.length + 1;
  }
  return places;
}

function startsWithLines(source: string, start: number, find: string, by: string): boolean {
  const wanted = indent(find, by);
  const after = source[start + wanted.length];
  return source.startsWith(wanted, start) && (after === undefined || after === "\n");
}

function placesOf(source: string, find: string): { start: number; by: string }[] {
  if (find.includes("\n")) return placesOfLines(source, find);
  const places: { start: number; by: string }[] = [];
  let start = source.indexOf(find);
  while (start !== -1) {
    places.push({ start, by: "" });
    start = source.indexOf(find, start + 1);
  }
  return places;
}

/** `undefined` with the number of places if that is not one. */
function applyEdit(source: string, edit: Edit): string | number {
  const find = edit.find.replace(/\n$/, "");
  const replace = edit.replace.replace(/\n$/, "");
  const [place, ...others] = placesOf(source, find);
  if (place === undefined || others.length > 0) return place === undefined ? 0 : others.length + 1;
  const length = indent(find, place.by).length;
  // A part of a line keeps the line's indentation for the lines that it becomes.
  const by = find.includes("\n")
    ? place.by
    : (/^[ ]*/.exec(lineAround(source, place.start))?.[0] ?? "");
  const instead = find.includes("\n") ? indent(replace, by) : replace.replaceAll("\n", `\n${by}`);
  return source.slice(0, place.start) + instead + source.slice(place.start + length);
}

function lineAround(source: string, offset: number): string {
  return source.slice(source.lastIndexOf("\n", offset - 1) + 1);
}

/**
 * The text of the mutant.
 *
 * @param source the text of that file in the solution
 * @throws {TinyKvError} `mutants/find` for an edit whose text is not in the file exactly once;
 *   `mutants/syntax` if the result is not TypeScript
 */
export function applyEdits(source: string, mutant: FileEdits): string {
  let text = source;
  for (const [index, edit] of mutant.edits.entries()) {
    const result = applyEdit(text, edit);
    if (typeof result === "number") {
      const where = `mutant ${mutant.id}: the text of edit ${index + 1} is`;
      const count = result === 0 ? "not in" : `${result} times in`;
      const remedy = "take its find from the solution as that is now, long enough to be unique";
      throw new TinyKvError("mutants/find", `${where} ${count} ${mutant.file}; ${remedy}`);
    }
    text = result;
  }
  const error = syntaxError(text);
  if (error === undefined) return text;
  throw new TinyKvError("mutants/syntax", `mutant ${mutant.id} is not TypeScript: ${error}`);
}
