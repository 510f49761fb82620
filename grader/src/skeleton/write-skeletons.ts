/** Writes the skeletons of all labs from the solution, and says which of them changed. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cutSkeleton } from "./cut-skeleton.ts";
import { allOwnedFiles } from "./lab-files.ts";

/** What happened to one skeleton. */
export interface WrittenSkeleton {
  /** Relative to the root. */
  readonly path: string;
  readonly outcome: "created" | "updated" | "unchanged" | "no solution";
}

/**
 * Writes `labs/<lab>/<owned file>` for every owned file that has a solution. A file that is already
 * right is not touched. Nothing is written if one of the solution files has broken markers.
 *
 * @throws {TinyKvError} `course/markers`
 */
export function writeSkeletons(root: string): WrittenSkeleton[] {
  const skeletons = allOwnedFiles(root).map((file) => ({
    ...file,
    text: file.solution === undefined ? undefined : cutSkeleton(file.solution, file.solutionPath),
  }));
  return skeletons.map(({ skeletonPath, skeleton, text }) => {
    if (text === undefined) return { path: skeletonPath, outcome: "no solution" };
    if (text === skeleton) return { path: skeletonPath, outcome: "unchanged" };
    const path = join(root, skeletonPath);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return { path: skeletonPath, outcome: skeleton === undefined ? "created" : "updated" };
  });
}
