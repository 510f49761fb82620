/**
 * Finds the solution files and the skeletons that belong together, for every lab.
 *
 * It reads `labs/<lab>/lab.json` itself instead of loading the whole course, because a course whose
 * skeletons are missing or whose points do not add up yet must still get its skeletons.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "../course/course-error.ts";
import { type LabConfig, labConfigSchema } from "../course/lab-config.ts";

/** A file that a student owns, in both its places. Paths are relative to the root. */
export interface OwnedFile {
  readonly lab: LabConfig;
  /** `labs/standalone/src/raw-handlers.ts` */
  readonly skeletonPath: string;
  /** `solution/standalone/src/raw-handlers.ts` */
  readonly solutionPath: string;
  /** The text of the skeleton as it is now, if there is one. */
  readonly skeleton: string | undefined;
  /** The text of the solution, markers included, if there is one. */
  readonly solution: string | undefined;
}

/** Whether this course has a solution at all; a student's copy has none. */
export function hasSolution(root: string): boolean {
  return existsSync(join(root, "solution"));
}

/**
 * The labs below `root`, by name.
 *
 * @throws {CourseError} `course/config` for a `lab.json` that is not valid
 */
export function readLabConfigs(root: string): LabConfig[] {
  return readdirSync(join(root, "labs"))
    .sort()
    .map((name) => `labs/${name}/lab.json`)
    .filter((file) => existsSync(join(root, file)))
    .map((file) => readLabConfig(root, file));
}

function readLabConfig(root: string, file: string): LabConfig {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(root, file), "utf8"));
  } catch (error) {
    throw new CourseError(file, "", `is not JSON (${error instanceof Error ? error.message : ""})`);
  }
  const parsed = labConfigSchema.safeParse(json);
  if (!parsed.success) throw CourseError.fromZod(file, parsed.error);
  return parsed.data;
}

const readIfThere = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;

/** The owned files of a lab, in the order of its `lab.json`. */
export function ownedFiles(root: string, lab: LabConfig): OwnedFile[] {
  return lab.owns.map((path) => {
    const skeletonPath = `labs/${lab.lab}/${path}`;
    const solutionPath = `solution/${lab.lab}/${path}`;
    return {
      lab,
      skeletonPath,
      solutionPath,
      skeleton: readIfThere(join(root, skeletonPath)),
      solution: readIfThere(join(root, solutionPath)),
    };
  });
}

/** The owned files of all labs. */
export function allOwnedFiles(root: string): OwnedFile[] {
  return readLabConfigs(root).flatMap((lab) => ownedFiles(root, lab));
}

/**
 * Every file of `solution/<lab>/` for the labs that there are, relative to the root. Files right
 * below `solution/` (a tsconfig for editors) are not part of any lab.
 */
export function solutionFiles(root: string): string[] {
  const visit = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.name !== "node_modules")
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        return entry.isDirectory() ? visit(path) : [path];
      });
  return readdirSync(join(root, "solution"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => visit(`solution/${entry.name}`))
    .sort();
}
