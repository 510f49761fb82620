/**
 * Takes the text of one owned file, or says why it cannot be taken. Only plain UTF-8 text of a sane
 * size goes on to be parsed, shown in reports and run.
 */

import type { EntryKind, FileTree } from "./file-tree.ts";
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
  if (file.entry.kind !== "file") return notAFile(name, file.entry.kind);
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
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("submission/not-text", `${name} is not UTF-8; save it as UTF-8`);
  }
  if (!LFS_POINTER.test(text)) return { text };
  const what = `${name} is a pointer of Git LFS and not the file`;
  return refuse("submission/not-a-file", `${what}; hand in the file itself`);
}

/** What Git LFS leaves in place of a file that it keeps elsewhere. */
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;

/** What is said of an entry that holds no text. */
function notAFile(name: string, kind: Exclude<EntryKind, "file">): TakenText {
  switch (kind) {
    case "link":
      return refuse("submission/symlink", `${name} is a symbolic link; put the file itself there`);
    case "hard-link": {
      const what = "is a hard link to another entry of the archive";
      return refuse("submission/hard-link", `${name} ${what}; pack the file itself`);
    }
    case "submodule": {
      const what = "is a git submodule, of which nothing is handed in";
      return refuse("submission/not-a-file", `${name} ${what}; commit the files themselves`);
    }
    case "folder":
      return refuse("submission/not-a-file", `${name} is a folder; put the file there`);
    case "other":
      return refuse("submission/not-a-file", `${name} is not a file; put the file there`);
  }
}

const UTF16_MARK = Buffer.from([0xff, 0xfe]);

/** What is said instead of the text. */
function refuse(code: string, message: string): TakenText {
  return { problem: { code, message } };
}
