/**
 * Makes text harmless that a student had a hand in: messages, file names, what was printed.
 *
 * The report holds plain text only, cut to a bounded length, so that every format after it has just
 * its own syntax to escape (`escape-markdown.ts`, `annotations.ts`, `junit.ts`).
 */

/** Longer messages say nothing more. In UTF-16 units. */
export const MESSAGE_LENGTH_MAX = 8_000;

/**
 * Everything that moves a terminal's cursor, changes its colours or title, or reorders what a
 * person reads: control characters but newline and tab, and the marks that switch the writing
 * direction.
 */
const HARMFUL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Colours and cursor movements, and titles up to the end of their line. Each is matched as narrowly
 * as its grammar allows: `stripVTControlCharacters` of Node takes all from a colour up to the next
 * bell for one sequence, so that a student could have made our own words disappear.
 */
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\n\u0007\u001b]*(?:\u0007|\u001b\\)/g;

/** Halves of a surrogate pair, which no encoding can write. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The text without colours and cursor movements; other control characters become visible (`\x07`).
 * Newlines and tabs stay.
 */
export function plainText(text: string): string {
  return text
    .replace(SEQUENCE, "")
    .replaceAll("\r\n", "\n")
    .replace(HARMFUL, visible)
    .replace(LONE_SURROGATE, "\ufffd");
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text)
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("\t", " ");
}

/** Cuts a text that is too long, and says so. */
export function cutText(text: string, lengthMax = MESSAGE_LENGTH_MAX): string {
  if (text.length <= lengthMax) return text;
  return `${text.slice(0, lengthMax)}\n… (${text.length - lengthMax} characters more)`;
}

/** What fits a line of a table. */
export function shorten(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

/** A character that does something, as characters that only show. */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
