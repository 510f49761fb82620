/**
 * Notes on files of a submission that are the course's, and that somebody has changed. They are
 * never taken; the report says that they were there, because whoever changed them sees results that
 * nobody else will.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Course, Lab } from "../course/course.ts";
import { hashGiven } from "../course/given-files.ts";
import type { FileTree, TreeEntry } from "./file-tree.ts";
import type { FoundFile } from "./find-owned-files.ts";
import type { SubmissionProblem } from "./submission.ts";
import { SubmissionError } from "./submission-error.ts";

/** Given files are lab code, tests and small data; more than this is none of them. */
const BYTES_MAX = 4 * 1024 * 1024;

/** So many names of changed files are told. */
const SHOWN_MAX = 3;

/** One note per lab, because an older copy of the course differs in many files. */
export async function noteChangedFiles(
  course: Course,
  tree: FileTree,
  found: readonly FoundFile[],
): Promise<readonly SubmissionProblem[]> {
  const notes: SubmissionProblem[] = [];
  for (const lab of course.labs) {
    const paths = await changedFiles(tree, found, lab);
    if (paths.length > 0) notes.push(noteOn(lab, paths, await hasOriginals(lab, paths)));
  }
  return notes;
}

/**
 * The note on changed files of one lab. Without the originals, as in a working tree whose own files
 * they are, it is the changed ones that are used here.
 */
function noteOn(
  { config }: Lab,
  paths: readonly string[],
  isOriginalUsed: boolean,
): SubmissionProblem {
  const shown = paths.slice(0, SHOWN_MAX).map((path) => `labs/${config.lab}/${path}`);
  const more = paths.length > shown.length ? ` and ${paths.length - shown.length} more` : "";
  const [differ, originals, them] =
    paths.length === 1
      ? ["differs", "the original is used", "it"]
      : ["differ", "the originals are used", "them"];
  const use = isOriginalUsed ? originals : `${originals} when you are graded, so get ${them} back`;
  const message = `${shown.join(", ")}${more} ${differ} from the course's; ${use}`;
  return { code: "submission/given-file", message };
}

/** Whether the course that grades has these files as its list says. */
async function hasOriginals({ folder, given }: Lab, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const content = await readFile(join(folder, path)).catch(() => Buffer.alloc(0));
    if (hashGiven(content) !== given?.[path]) return false;
  }
  return true;
}

/**
 * The paths, relative to the lab's folder, of files that differ from what the course lists. A file
 * that is not there does not differ: nobody has to hand in what is not theirs.
 *
 * @param found the owned files; a lab's other files are looked for around them
 */
async function changedFiles(
  tree: FileTree,
  found: readonly FoundFile[],
  { config, given = {} }: Lab,
): Promise<readonly string[]> {
  const placeOf = labPlaces(found, config.lab);
  if (placeOf === undefined) return [];
  const entries = new Map(tree.entries.map((entry) => [entry.path, entry]));
  const changed: string[] = [];
  for (const [path, hash] of Object.entries(given)) {
    const entry = entries.get(placeOf(path) ?? "");
    if (entry !== undefined && !(await hasHash(tree, entry, hash))) changed.push(path);
  }
  return changed;
}

/**
 * Where the submission would have the files of a lab: beside the owned files, in the same layout.
 * `undefined` if that cannot be told, as when two labs share one `src`.
 */
function labPlaces(found: readonly FoundFile[], lab: string) {
  const known = found.find((file) => file.lab === lab && file.isExact);
  if (known === undefined) return undefined;
  const { path } = known.entry;
  if (path.endsWith(known.path)) {
    const base = path.slice(0, path.length - known.path.length);
    const isShared = found.some((file) => file.lab !== lab && file.entry.path === base + file.path);
    return isShared ? undefined : (inside: string) => base + inside;
  }
  // Bare files: the names of the lab's src alone.
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (found.some((file) => file.lab !== lab)) return undefined;
  return (inside: string) => (/^src\/[^/]+$/.test(inside) ? folder + inside.slice(4) : undefined);
}

/** Whether an entry is a plain file with this content. One that cannot be read is not. */
async function hasHash(tree: FileTree, entry: TreeEntry, hash: string): Promise<boolean> {
  if (entry.kind !== "file") return false;
  try {
    return hashGiven(await tree.read(entry, BYTES_MAX)) === hash;
  } catch (error) {
    // The owned files have been read; what is ignored anyway cannot make them unreadable.
    if (error instanceof SubmissionError) return false;
    throw error;
  }
}
