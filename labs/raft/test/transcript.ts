/**
 * The format of a transcript: comments that begin with `#`, commands that begin with `>`, and under
 * each command the lines that it shows. The first line says what the story is about.
 */

/** A command, with what it should show. */
export interface Exchange {
  readonly command: string;
  /** Comments and empty lines in front of it. */
  readonly before: readonly string[];
  readonly output: readonly string[];
}

const isBetween = (line: string): boolean => line === "" || line.startsWith("#");

/** Reads a transcript. */
export function parseTranscript(text: string): Exchange[] {
  const exchanges: Exchange[] = [];
  let before: string[] = [];
  let output: string[] = [];
  for (const line of text.trimEnd().split(/\r?\n/)) {
    if (line.startsWith("> ")) {
      output = [];
      exchanges.push({ command: line.slice(2), before, output });
      before = [];
    } else if (isBetween(line)) before.push(line);
    else output.push(line);
  }
  return exchanges;
}

/** Writes a transcript. */
export function formatTranscript(exchanges: readonly Exchange[]): string {
  const lines = exchanges.flatMap(({ command, before, output }) => [
    ...before,
    `> ${command}`,
    ...output,
  ]);
  return `${lines.join("\n")}\n`;
}
