/** Puts plain text into GitHub's Markdown so that it shows as it is: no markup, HTML or mention. */

/**
 * For running text and table cells, not for the start of a line: on one line, every character that
 * could mean something there behind a backslash, and those of HTML as entities.
 */
export function markdownText(text: string): string {
  return htmlText(text.replace(/[\\`*_{}[\]()#.!|~:]/g, "\\$&"));
}

/** For places where Markdown is not read, such as inside a tag. On one line. */
export function htmlText(text: string): string {
  return (
    text
      .replace(/\s+/g, " ")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // A zero-width space: keeps `@name` from notifying a stranger.
      .replaceAll("@", "@\u200b")
  );
}

/** A code span on one line, delimited by more backticks than the text has in a row. */
export function markdownCode(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const fence = "`".repeat(longestRun(line) + 1);
  return `${fence} ${line} ${fence}`;
}

/** A code block, delimited by more backticks than the text has in a row. */
export function markdownBlock(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** How many backticks stand in a row, at most. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}
