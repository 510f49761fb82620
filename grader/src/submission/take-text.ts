/**
 * Takes the text of one owned file, or says why it cannot be taken. Only plain UTF-8 text of a sane
 * size goes on to be parsed, shown in reports and run.
 */

import type { FileTree } from "./file-tree.ts";
import type { FoundFile } from "./find-owned-files.ts";
import { formatBytes } from "./limits.ts";
import type { SubmissionProblem } from "./submission.ts";

/** Either the text, or what is wrong with the file. */
export type TakenText = { readonly text: string } | { readonly problem: SubmissionProblem };

/** Reads and decodes `file`. A byte order mark at the start is dropped. */
export async function takeText(
  tree: FileTree,
  file: FoundFile,
  maxBytes: number,
): Promise<TakenText> {
  const name = file.entry.path;
  if (file.entry.kind === "link") {
    return refuse("submission/symlink", `${name} is a link; put the file itself there`);
  }
  if (file.entry.kind !== "file") {
    return refuse("submission/not-a-file", `${name} is not a file; put the file there`);
  }
  const bytes = await tree.read(file.entry, maxBytes);
  if (bytes.length > maxBytes) {
    const limit = formatBytes(maxBytes);
    return refuse("submission/file-too-large", `${name} is larger than ${limit}; shorten it`);
  }
  // UTF-16 without surrogates is full of NUL bytes, and is what some editors save by default.
  if (bytes.includes(0) || bytes.subarray(0, 2).equals(UTF16_MARK)) {
    const what = "holds NUL bytes (UTF-16, or not text at all)";
    return refuse("submission/not-text", `${name} ${what}; save it as UTF-8`);
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return refuse("submission/not-text", `${name} is not UTF-8; save it as UTF-8`);
  }
}

const UTF16_MARK = Buffer.from([0xff, 0xfe]);

/** What is said instead of the text. */
function refuse(code: string, message: string): TakenText {
  return { problem: { code, message } };
}
