/**
 * Lays out what a label's process needs on disk: the submitted text of every owned file, and
 * folders of its own for caches and temporary files. Everything is in one folder, which is removed
 * at the end.
 *
 * Given code and tests are not copied: the process reads them from the pristine course.
 */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { LabSources } from "@tinykv/lab-kit/events";
import { type Course, mustFindLab } from "../course/course.ts";
import type { LabFiles } from "../grade/complete-files.ts";
import type { SubmittedFile } from "../submission/submission.ts";

/** The folders of one process. */
export interface ProcessFolders {
  /** Holds the others. */
  readonly folder: string;
  /** Where jest keeps what it remembers. */
  readonly cacheFolder: string;
  /** The process's own temporary folder. */
  readonly tempFolder: string;
  /** Removes all of them. A second call does nothing. */
  remove(): void;
}

/** A staged run. */
export interface Stage extends ProcessFolders {
  /** What to tell the process about where code comes from. */
  readonly sources: Readonly<Record<string, LabSources>>;
}

/** Makes the folders of a process. */
export function makeProcessFolders(): ProcessFolders {
  // The real path: on some systems the temporary folder is a link, and stacks show real paths.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tinykv-label-")));
  const cacheFolder = join(folder, "cache");
  const tempFolder = join(folder, "tmp");
  mkdirSync(cacheFolder);
  mkdirSync(tempFolder);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, cacheFolder, tempFolder, remove };
}

/** Writes the owned files of all labs of a run into a fresh folder. */
export function stageFiles(course: Course, files: LabFiles): Stage {
  const folders = makeProcessFolders();
  const sources: Record<string, LabSources> = {};
  for (const [lab, owned] of files) {
    sources[lab] = {
      ...describeLab(course, lab),
      owned: Object.fromEntries(
        [...owned].map(([path, submitted]) => {
          const file = join(folders.folder, "labs", lab, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, submitted.text);
          const display = displayPath(course, { lab, path, submitted });
          return [path, { file, source: submitted.path, display }];
        }),
      ),
    };
  }
  return { ...folders, sources };
}

function describeLab(course: Course, lab: string): Omit<LabSources, "owned"> {
  const { config, folder } = mustFindLab(course, lab);
  // Code of earlier labs is loaded with this lab's own, so those are not packages to share.
  const labPackages = new Set(course.labs.map(({ packageName }) => packageName));
  const imports = config.imports.filter((name) => !labPackages.has(name));
  return { folder, display: `labs/${lab}`, imports };
}

/**
 * How messages call an owned file: by its path in the course, if it is a file of this course (the
 * working tree, the reference solution), else by its place in the lab.
 */
function displayPath(
  course: Course,
  { lab, path, submitted }: { lab: string; path: string; submitted: SubmittedFile },
): string {
  const inCourse = relative(course.root, submitted.path);
  const isInside =
    isAbsolute(submitted.path) && !inCourse.startsWith("..") && !isAbsolute(inCourse);
  return isInside ? inCourse : `labs/${lab}/${path}`;
}
