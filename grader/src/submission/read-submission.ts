/**
 * Reads a submission, whatever it is: the working tree, the reference solution, a folder, an
 * archive or a git revision all end as the same {@link Submission}.
 *
 * Owns: telling these apart, and the notes on what is odd about a submission. Leaves to others: the
 * readers themselves (`*-tree.ts`), the layout, the checks on the text. Only owned files are taken.
 */

import { lstat, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Course } from "../course/course.ts";
import type { FileTree } from "./file-tree.ts";
import { type FoundFile, findOwnedFiles, type OwnedPath, ownedPaths } from "./find-owned-files.ts";
import { openFolder } from "./folder-tree.ts";
import { openGit } from "./git-tree.ts";
import { SUBMISSION_LIMITS, type SubmissionLimits } from "./limits.ts";
import { noteChangedFiles } from "./note-changed-files.ts";
import { openArchive } from "./open-archive.ts";
import type { RefusedFile, Submission, SubmissionProblem, SubmittedFile } from "./submission.ts";
import { SubmissionError } from "./submission-error.ts";
import { takeText } from "./take-text.ts";

/** What to read. Paths are as the user wrote them. */
export type SubmissionSource =
  | { readonly kind: "working-tree" }
  | { readonly kind: "solution" }
  | { readonly kind: "path"; readonly path: string };

/** How to read. */
export interface ReadOptions {
  /** The folder that relative paths are meant from. Absolute. */
  readonly from: string;
  /** Only the owned files of these labs are looked for; absent or empty means all. */
  readonly labs?: readonly string[];
  readonly limits?: SubmissionLimits;
}

/** How reports call the files that the user is working on. */
export const WORKING_TREE_NAME = "working tree";

/** The name that reports give to a submission, known before it has been read. */
export function submissionName(source: SubmissionSource): string {
  if (source.kind === "path") return source.path;
  return source.kind === "solution" ? "--solution" : WORKING_TREE_NAME;
}

/**
 * Reads the owned files of `source`.
 *
 * @throws {SubmissionError} if there is nothing that could be graded; the codes and their remedies
 *   are listed in `docs/grading.md`
 */
export async function readSubmission(
  course: Course,
  source: SubmissionSource,
  options: ReadOptions,
): Promise<Submission> {
  const limits = options.limits ?? SUBMISSION_LIMITS;
  const { tree, locate } = await openSource(course, source, options.from, limits);
  try {
    const owned = ownedPaths(course, options.labs);
    const found = source.kind === "path" ? findOwnedFiles(tree, owned) : findAny(tree, owned);
    const taken = await takeAll(tree, found, limits, locate);
    const missing = noteMissing(owned, found, taken);
    const changed = await noteChangedFiles(course, tree, found);
    const problems = [...taken.problems, ...missing, ...changed];
    return { ...taken, name: submissionName(source), problems };
  } finally {
    await tree.close();
  }
}

/**
 * The owned files of the course's own folders. Somebody may have deleted them all: then the course
 * is as if untouched, and a scoreboard helps more than a refusal.
 */
function findAny(tree: FileTree, owned: readonly OwnedPath[]): readonly FoundFile[] {
  try {
    return findOwnedFiles(tree, owned);
  } catch (error) {
    if (error instanceof SubmissionError && error.code === "submission/no-files") return [];
    throw error;
  }
}

/** An opened source, and how a person finds one of its files. */
interface OpenedSource {
  readonly tree: FileTree;
  readonly locate: (path: string) => string;
}

/** Opens what a source stands for. The course's own files need no layout but their own. */
async function openSource(
  course: Course,
  source: SubmissionSource,
  from: string,
  limits: SubmissionLimits,
): Promise<OpenedSource> {
  switch (source.kind) {
    case "working-tree":
      return openLabs(join(course.root, "labs"), limits);
    case "solution":
      if (course.solution !== undefined) return openLabs(course.solution, limits);
      throw new SubmissionError(
        "submission/no-solution",
        "this copy of the course has no reference solution; ask for it where you got the course",
      );
    case "path":
      return openPath(resolve(from, source.path), source.path, from, limits);
  }
}

/** A folder whose children are labs. */
async function openLabs(folder: string, limits: SubmissionLimits): Promise<OpenedSource> {
  return { tree: await openFolder(folder, limits), locate: (path) => join(folder, path) };
}

/**
 * What is on disk at a path comes first: a folder may well have an `@` in its name. A link is
 * followed here, and only here, because whoever calls has named it.
 */
async function openPath(
  path: string,
  written: string,
  from: string,
  limits: SubmissionLimits,
): Promise<OpenedSource> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
    if (!isLink) return openRevision(written, from, limits);
    const sentence = `${written} is a link that leads nowhere; check the path`;
    throw new SubmissionError("submission/not-found", sentence);
  }
  if (found.isDirectory()) {
    return { tree: await openFolder(path, limits), locate: (inside) => join(path, inside) };
  }
  if (found.isFile()) {
    const tree = await openArchive(path, found.size, limits);
    return { tree, locate: (inside) => `${basename(path)}/${inside}` };
  }
  const sentence = `${written} is neither a file nor a folder; hand in one of these`;
  throw new SubmissionError("submission/unsupported", sentence);
}

/**
 * `repository@revision`; the last `@` divides, because a revision rarely has one and a path may.
 */
async function openRevision(
  written: string,
  from: string,
  limits: SubmissionLimits,
): Promise<OpenedSource> {
  const at = written.lastIndexOf("@");
  const folder = resolve(from, written.slice(0, Math.max(0, at)) || ".");
  const revision = written.slice(at + 1);
  if (at === -1 || !(await stat(folder).catch(() => undefined))?.isDirectory()) {
    const sentence = `there is no file or folder ${written}; check the path`;
    throw new SubmissionError("submission/not-found", sentence);
  }
  const tree = await openGit({ folder, revision }, limits);
  return { tree, locate: (inside) => `${written}/${inside}` };
}

/** What the found files turned out to be. */
interface Taken {
  readonly files: ReadonlyMap<string, ReadonlyMap<string, SubmittedFile>>;
  readonly problems: readonly SubmissionProblem[];
  readonly refused: readonly RefusedFile[];
}

/** Takes the text of every file that was found, and keeps apart what cannot be taken. */
async function takeAll(
  tree: FileTree,
  found: readonly FoundFile[],
  limits: SubmissionLimits,
  locate: (path: string) => string,
): Promise<Taken> {
  const files = new Map<string, Map<string, SubmittedFile>>();
  const problems: SubmissionProblem[] = [];
  const refused: RefusedFile[] = [];
  for (const file of found) {
    const taken = await takeText(tree, file, limits.fileBytes);
    if (!file.isExact) problems.push(noteRenamed(file));
    if ("problem" in taken) {
      // A link in place of a folder is found once for every file behind it.
      const isTold = problems.some(({ message }) => message === taken.problem.message);
      if (!isTold) problems.push(taken.problem);
      refused.push({ lab: file.lab, path: file.path, problem: taken.problem });
      continue;
    }
    if (taken.text.trim() === "") problems.push(noteEmpty(file));
    const ofLab = files.get(file.lab) ?? new Map<string, SubmittedFile>();
    files.set(file.lab, ofLab.set(file.path, { text: taken.text, path: locate(file.entry.path) }));
  }
  return { files, problems, refused };
}

/** A name in other letters works here, and fails on most other systems. */
function noteRenamed(file: FoundFile): SubmissionProblem {
  const proper = `labs/${file.lab}/${file.path}`;
  const message = `${file.entry.path} was taken as ${proper}; mind upper and lower case`;
  return { code: "submission/renamed-file", message };
}

/** Most likely an upload that went wrong; what it is graded as would not say so. */
function noteEmpty(file: FoundFile): SubmissionProblem {
  return { code: "submission/empty-file", message: `${file.entry.path} is empty` };
}

/**
 * Notes on owned files that are not there. A lab of which nothing was handed in gets one note, and
 * a lab that is complete none.
 */
function noteMissing(
  owned: readonly OwnedPath[],
  found: readonly FoundFile[],
  taken: Taken,
): readonly SubmissionProblem[] {
  const isFound = (one: OwnedPath) =>
    found.some((file) => file.lab === one.lab && file.path === one.path);
  const missing = owned.filter((one) => !isFound(one));
  const labs = [...new Set(missing.map((one) => one.lab))];
  return labs.flatMap((lab) => {
    const paths = missing.filter((one) => one.lab === lab).map((one) => one.path);
    const handedIn = taken.files.has(lab) || taken.refused.some((file) => file.lab === lab);
    const what = handedIn ? paths.map((path) => `labs/${lab}/${path}`) : [`labs/${lab}/src`];
    return what.map((path) => ({
      code: "submission/missing-file",
      message: `${path} is missing; it was graded as the course gives it, not written`,
    }));
  });
}
