/**
 * A folder on disk as a submission. Symbolic links inside it are listed and never followed, so a
 * submission cannot have the grader read files from elsewhere.
 */

import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import { type FileTree, type TreeEntry, tooLarge } from "./file-tree.ts";
import type { SubmissionLimits } from "./limits.ts";
import { SubmissionError } from "./submission-error.ts";

/** Folders that are not looked into: they hold no owned file, and often ten thousands of others. */
const SKIPPED = new Set([".git", "node_modules", ".turbo", "dist", "coverage", "__MACOSX"]);

/** Owned files are at most so deep: a few folders around `labs/<lab>/src/<folder>/<file>`. */
const DEPTH_MAX = 8;

/**
 * Lists the folder at `root`.
 *
 * @param root absolute; may itself be a link, because the caller named it
 * @throws {SubmissionError} `submission/too-large`, `submission/unreadable`
 */
export async function openFolder(root: string, limits: SubmissionLimits): Promise<FileTree> {
  const entries: TreeEntry[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    for (const child of await listFolder(join(root, folder))) {
      const path = folder === "" ? child.name : `${folder}/${child.name}`;
      entries.push({ path, kind: child.kind, size: 0 });
      if (entries.length > limits.entries) throw tooLarge(`more than ${limits.entries} files`);
      const isOpened = child.kind === "folder" && !SKIPPED.has(child.name);
      if (isOpened && depth < DEPTH_MAX) await visit(path, depth + 1);
    }
  };
  await visit("", 1);
  return {
    entries,
    read: (entry, maxBytes) => readBeginning(join(root, entry.path), maxBytes),
    close: async () => {},
  };
}

/** The children of a folder, in an order that is the same on every system. */
async function listFolder(path: string) {
  try {
    const children = await readdir(path, { withFileTypes: true });
    return children
      .map((child) => ({ name: child.name, kind: kindOf(child) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What a child is; a link is a link, whatever it leads to. */
function kindOf(child: DirectoryEntry): TreeEntry["kind"] {
  if (child.isSymbolicLink()) return "link";
  if (child.isFile()) return "file";
  return child.isDirectory() ? "folder" : "other";
}

/** As much as is needed of what `readdir` tells. */
interface DirectoryEntry {
  isSymbolicLink(): boolean;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** Reads up to `maxBytes` + 1 bytes, and only if the path still is a plain file. */
async function readBeginning(path: string, maxBytes: number): Promise<Buffer> {
  // No link at the last step, and no waiting for the other end of a named pipe.
  const flags = constants.O_RDONLY | flag("O_NOFOLLOW") | flag("O_NONBLOCK");
  try {
    const handle = await open(path, flags);
    try {
      const bytes = Buffer.alloc(Math.min(maxBytes + 1, (await handle.stat()).size + 1));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A flag for opening files; Windows does not have them all. */
function flag(name: "O_NOFOLLOW" | "O_NONBLOCK"): number {
  return (constants as Partial<typeof constants>)[name] ?? 0;
}

/** Something that is there, but not for us. */
function unreadable(path: string, error: unknown): SubmissionError {
  const sentence = `${path} cannot be read (${errorCode(error)}); check its permissions`;
  return new SubmissionError("submission/unreadable", sentence, error);
}
