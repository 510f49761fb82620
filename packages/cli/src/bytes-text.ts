/**
 * Bytes as text and back: the notation in which `tinykv` reads and prints keys and values.
 *
 * `text` is UTF-8 with two escapes, `\xNN` for one byte and `\\` for a backslash. Printing escapes
 * every byte that would not show (control and format characters, odd spaces, bytes that are no
 * UTF-8), so what is printed is safe for a terminal and can be given back as an argument.
 */

/** How bytes are written. */
export type Notation = "text" | "hex" | "base64";

/** An argument that cannot be read. The message is one sentence for the person who gave it. */
export class NotationError extends Error {
  override readonly name = "NotationError";
}

/** The bytes as text; {@link textToBytes} gives them back. */
export function bytesToText(bytes: Buffer, notation: Notation): string {
  if (notation !== "text") return bytes.toString(notation);
  let text = "";
  for (const { character, raw } of characters(bytes)) {
    if (character === "\\") text += "\\\\";
    else if (character !== undefined && isShown(character)) text += character;
    else text += escaped(raw);
  }
  return text;
}

/**
 * The bytes that a text stands for.
 *
 * @throws {NotationError} if it stands for none
 */
export function textToBytes(text: string, notation: Notation): Buffer {
  switch (notation) {
    case "hex":
      if (/^(?:[0-9a-fA-F]{2})*$/.test(text)) return Buffer.from(text, "hex");
      throw new NotationError(
        `"${text}" is not hex: it takes two digits (0-9, a-f) for each byte.`,
      );
    case "base64":
      if (Buffer.from(text, "base64").toString("base64") === text)
        return Buffer.from(text, "base64");
      throw new NotationError(
        `"${text}" is not base64, with "=" up to a multiple of four letters.`,
      );
    case "text":
      return unescaped(text);
  }
}

function unescaped(text: string): Buffer {
  const parts = text.split(/(\\x[0-9a-fA-F]{2}|\\\\|\\)/);
  const bytes = parts.map((part) => {
    if (part === "\\\\") return Buffer.from("\\");
    if (/^\\x/.test(part)) return Buffer.from(part.slice(2), "hex");
    if (part !== "\\") return Buffer.from(part, "utf8");
    throw new NotationError(
      `"${text}" has a lone backslash: write \\\\ for a backslash, or \\xNN for the byte NN.`,
    );
  });
  return Buffer.concat(bytes);
}

/** Letters, digits, marks, punctuation, symbols and the plain space. */
function isShown(character: string): boolean {
  return character === " " || /^[^\p{C}\p{Z}]$/u.test(character);
}

function escaped(bytes: Buffer): string {
  return bytes.toString("hex").replaceAll(/../g, (pair) => `\\x${pair}`);
}

interface Piece {
  /** The character, or `undefined` where the byte begins none. */
  readonly character: string | undefined;
  readonly raw: Buffer;
}

/** Splits bytes into UTF-8 characters and single bytes that are part of none. */
function* characters(bytes: Buffer): Generator<Piece> {
  let at = 0;
  while (at < bytes.length) {
    const length = utf8Length(bytes[at] ?? 0);
    const raw = bytes.subarray(at, at + length);
    const character = raw.toString("utf8");
    // A sequence that is cut short, overlong or out of range does not come back as it was.
    const isValid = Buffer.from(character, "utf8").equals(raw);
    yield isValid ? { character, raw } : { character: undefined, raw: raw.subarray(0, 1) };
    at += isValid ? length : 1;
  }
}

/** How many bytes a UTF-8 sequence has, judged by its first one. */
function utf8Length(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
