/**
 * The sentence for a submission in which nothing was found that could be graded: what was expected,
 * and, if it can be seen, what was sent in its place. Most of these are a slip while packing.
 */

import type { FileTree, TreeEntry } from "./file-tree.ts";
import type { OwnedPath } from "./find-owned-files.ts";
import { SubmissionError } from "./submission-error.ts";

/** Shown in full as long as that is short enough to be read. */
const EXPECTED_SHOWN_MAX = 3;

/** The error of a submission without any owned file. */
export function noFiles(tree: FileTree, owned: readonly OwnedPath[]): SubmissionError {
  const expected = owned.map(({ lab, path }) => `labs/${lab}/${path}`);
  const shown = expected.slice(0, EXPECTED_SHOWN_MAX).join(", ");
  const more = expected.length - EXPECTED_SHOWN_MAX;
  const rest = more > 0 ? ` (and ${more} more)` : "";
  const what = tree.entries.length === 0 ? "it is empty" : "it contains none of the files";
  const remedy = instead(tree.entries, owned) ?? "send the folder that holds labs/";
  return new SubmissionError("submission/no-files", `${what}: expected ${shown}${rest}; ${remedy}`);
}

/** What is there instead, and what to do about it. */
function instead(entries: readonly TreeEntry[], owned: readonly OwnedPath[]): string | undefined {
  const deeper = entries.find(({ path, kind }) => kind === "file" && isOwnedDeeper(path, owned));
  if (deeper !== undefined) return `${deeper.path} is too deep: send the folder that holds labs/`;
  const archive = entries.find(({ path, kind }) => kind === "file" && ARCHIVE.test(path));
  if (archive !== undefined) return `hand in the archive ${archive.path} itself, or unpack it`;
  const submodule = entries.find(({ kind }) => kind === "submodule");
  if (submodule !== undefined) {
    return `${submodule.path} is a git submodule, of which nothing is handed in`;
  }
  const isRepository = ["HEAD", "objects", "refs"].every((name) =>
    entries.some(({ path }) => path === name),
  );
  return isRepository
    ? "it is a git repository without its files: write it as …@revision"
    : undefined;
}

const ARCHIVE = /\.(?:zip|tar|tgz|tar\.gz|7z|rar|tar\.xz)$/i;

/** Whether a path ends like an owned file, with the folder that it is in. */
function isOwnedDeeper(path: string, owned: readonly OwnedPath[]): boolean {
  const lower = path.toLowerCase();
  return owned.some((one) => lower.endsWith(`/${one.lab}/${one.path}`.toLowerCase()));
}
