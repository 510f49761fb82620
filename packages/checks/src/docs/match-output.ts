/** Compares what a command printed with what its page shows. */

import { stripVTControlCharacters } from "node:util";

const anything = "…";

function escapeLine(line: string): string {
  const parts = line.split(anything).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return parts.join("[^\\n]*?");
}

/** The pattern that the shown lines stand for; `…` alone on a line is any number of lines. */
function toPattern(expected: readonly string[]): string {
  return expected
    .map((line) => (line.trim() === anything ? "(?:[^\\n]*\\n)*?" : `${escapeLine(line)}\\n`))
    .join("");
}

/** The output as lines without colours, trailing blanks and empty lines around it. */
export function normalizeOutput(output: string): string {
  const plain = stripVTControlCharacters(output).replace(/\r/g, "");
  const lines = plain.split("\n").map((line) => line.trimEnd());
  return `${lines.join("\n").replace(/^\n+/, "").trimEnd()}\n`;
}

/** Whether the whole output is what the page shows. Nothing shown accepts everything. */
export function matchesOutput(output: string, expected: readonly string[]): boolean {
  if (expected.length === 0) return true;
  const shown = normalizeOutput(expected.join("\n")).trimEnd().split("\n");
  return new RegExp(`^${toPattern(shown)}$`).test(normalizeOutput(output));
}

/**
 * Whether the lines shown have been printed by now, one after the other, whatever is around them.
 */
export function containsOutput(output: string, expected: readonly string[]): boolean {
  return new RegExp(toPattern(expected)).test(normalizeOutput(output));
}
