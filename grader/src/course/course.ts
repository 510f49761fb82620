/**
 * The course as the grader sees it: every lab with its labels, tests, points, owned files and
 * limits, read once from `grader/course.json` and `labs/<lab>/lab.json`.
 *
 * Owns: reading those files, and every check that one of them alone cannot fail (sums, names,
 * files that must exist, dependencies). Leaves to others: what the labs contain (`src/run`), and
 * choosing among them (`select.ts`). Every finding names its file and field: a wrong course must be
 * found when it is loaded, not when a student is graded.
 */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { errorCode } from "../error-code.ts";
import { checkLab } from "./check-lab.ts";
import { CourseError } from "./course-error.ts";
import { type CourseSettings, courseSettingsSchema, type LabSettings } from "./course-settings.ts";
import { GIVEN_FILE, type GivenFiles, givenSchema } from "./given-files.ts";
import { type LabConfig, labConfigSchema } from "./lab-config.ts";

/** Where the course's settings are, relative to its root. */
export const SETTINGS_FILE = "grader/course.json";

/** One lab of the course. */
export interface Lab {
  readonly config: LabConfig;
  /** Absolute. */
  readonly folder: string;
  /** How other labs import it: `@tinykv/standalone`. */
  readonly packageName: string;
  /** The course's own files of the lab; absent until `course skeleton` has listed them. */
  readonly given?: GivenFiles;
}

/** A course that has passed every check. */
export interface Course {
  /** Absolute: the folder that holds `labs/` and `grader/`. */
  readonly root: string;
  readonly title: string;
  /** In the order in which they are taught. */
  readonly labs: readonly Lab[];
  /** The folder of the reference solution, absolute; absent in a student's copy of the course. */
  readonly solution: string | undefined;
}

/**
 * Reads and checks the course below `root`.
 *
 * @param root absolute path of the folder that holds `labs/` and `grader/`
 * @throws {CourseError} `course/config`, naming the file and the field that are wrong
 */
export function loadCourse(root: string): Course {
  const settings = readJson(root, SETTINGS_FILE, courseSettingsSchema);
  checkFolders(root, settings);
  const labs = settings.labs.map((lab) => loadLab(root, lab, settings));
  const solution = join(root, "solution");
  return { root, title: settings.title, labs, solution: isFolder(solution) ? solution : undefined };
}

/** The lab of that name, which must exist: for names that `loadCourse` has checked. */
export function mustFindLab(course: Course, name: string): Lab {
  const lab = course.labs.find((candidate) => candidate.config.lab === name);
  if (lab === undefined) throw new CourseError(SETTINGS_FILE, "labs", `there is no lab "${name}"`);
  return lab;
}

/** The labs whose code runs when `lab` is tested: all that it depends on, in order, then itself. */
export function withDependencies(course: Course, lab: Lab): readonly Lab[] {
  const needed = new Set<string>();
  const visit = (one: Lab) => {
    for (const name of one.config.dependsOn) visit(mustFindLab(course, name));
    needed.add(one.config.lab);
  };
  visit(lab);
  return course.labs.filter((candidate) => needed.has(candidate.config.lab));
}

/** One lab: its `lab.json`, checked against everything that is known about it. */
function loadLab(root: string, expected: LabSettings, settings: CourseSettings): Lab {
  const file = `labs/${expected.lab}/lab.json`;
  const folder = join(root, "labs", expected.lab);
  const config = readJson(root, file, labConfigSchema);
  const solutionFolder = join(root, "solution", expected.lab);
  checkLab({ config, expected, settings, file, folder, solutionFolder });
  const given = `labs/${expected.lab}/${GIVEN_FILE}`;
  return {
    config,
    folder,
    packageName: readPackageName(root, `labs/${expected.lab}/package.json`),
    ...(existsSync(join(root, given)) ? { given: readJson(root, given, givenSchema) } : {}),
  };
}

/** Every lab is in the settings, and every lab of the settings is there. */
function checkFolders(root: string, settings: CourseSettings): void {
  const listed = settings.labs.map((lab) => lab.lab);
  for (const [index, name] of listed.entries()) {
    if (listed.indexOf(name) !== index) {
      throw new CourseError(SETTINGS_FILE, `labs[${index}].lab`, `"${name}" is listed twice`);
    }
    if (!isFolder(join(root, "labs", name))) {
      const what = `there is no folder labs/${name}`;
      throw new CourseError(SETTINGS_FILE, `labs[${index}].lab`, what);
    }
  }
  for (const entry of readdirSync(join(root, "labs"), { withFileTypes: true })) {
    if (!existsSync(join(root, "labs", entry.name, "lab.json"))) continue;
    if (listed.includes(entry.name)) continue;
    throw new CourseError(SETTINGS_FILE, "labs", `labs/${entry.name} is missing from the list`);
  }
}

/** Reads a JSON file of the course, and lets nothing through that its schema does not know. */
function readJson<Schema extends z.ZodType>(
  root: string,
  file: string,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(root, file));
  if (!parsed.success) throw CourseError.fromZod(file, parsed.error);
  return parsed.data;
}

/** The content of a JSON file of the course, of whatever shape. */
function parseJson(root: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch (error) {
    throw new CourseError(file, "", `cannot be read (${errorCode(error)})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CourseError(file, "", `is not JSON (${error instanceof Error ? error.message : ""})`);
  }
}

/** The name under which later labs import this one, from its `package.json`. */
function readPackageName(root: string, file: string): string {
  const manifest = parseJson(root, file);
  if (typeof manifest === "object" && manifest !== null && "name" in manifest) {
    if (typeof manifest.name === "string") return manifest.name;
  }
  throw new CourseError(file, "name", "must be the name under which later labs import this one");
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
