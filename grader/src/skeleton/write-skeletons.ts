/**
 * Writes the skeletons of all labs from the solution, and the list of each lab's given files; says
 * which of them changed.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cutSkeleton } from "./cut-skeleton.ts";
import { givenList } from "./given-lists.ts";
import { allOwnedFiles, readLabConfigs } from "./lab-files.ts";

/** What happened to one file. */
export interface WrittenSkeleton {
  /** Relative to the root. */
  readonly path: string;
  readonly outcome: "created" | "updated" | "unchanged" | "no solution";
}

/**
 * Writes `labs/<lab>/<owned file>` for every owned file that has a solution, and every
 * `labs/<lab>/given.json`. A file that is already right is not touched. Nothing is written if one
 * of the solution files has broken markers.
 *
 * @throws {TinyKvError} `course/markers`
 */
export function writeSkeletons(root: string): WrittenSkeleton[] {
  const skeletons = allOwnedFiles(root).map((file) => ({
    ...file,
    text: file.solution === undefined ? undefined : cutSkeleton(file.solution, file.solutionPath),
  }));
  const lists = readLabConfigs(root).map((lab) => givenList(root, lab));
  return [
    ...skeletons.map(({ skeletonPath, skeleton, text }) =>
      writeOne(root, skeletonPath, skeleton, text),
    ),
    ...lists.map(({ path, text, fresh }) => writeOne(root, path, text, fresh)),
  ];
}

/** Writes one file, unless it is right already. */
function writeOne(
  root: string,
  path: string,
  before: string | undefined,
  text: string | undefined,
): WrittenSkeleton {
  if (text === undefined) return { path, outcome: "no solution" };
  if (text === before) return { path, outcome: "unchanged" };
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return { path, outcome: before === undefined ? "created" : "updated" };
}
