/**
 * The checks on one `lab.json` that a schema cannot express: what it says must agree with its
 * folder, with itself, and with the course's settings.
 */

import { statSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "./course-error.ts";
import type { CourseSettings, LabSettings } from "./course-settings.ts";
import type { LabConfig } from "./lab-config.ts";
import { sumPoints } from "./points.ts";

/** A lab's file, and everything that it has to agree with. */
export interface LabCheck {
  readonly config: LabConfig;
  readonly expected: LabSettings;
  readonly settings: CourseSettings;
  /** Relative to the course's root; opens every message. */
  readonly file: string;
  /** Absolute folder of the lab. */
  readonly folder: string;
  /** Absolute folder of its solution, whether or not there is one. */
  readonly solutionFolder: string;
}

/** @throws {CourseError} for the first thing that does not agree */
export function checkLab(check: LabCheck): void {
  checkName(check);
  checkFiles(check);
  checkDependencies(check);
  checkLabels(check);
  checkTestNames(check);
  checkPoints(check);
}

/** A lab is found by its folder and named by its file; two names would be one too many. */
function checkName({ config, expected, file }: LabCheck): void {
  if (config.lab === expected.lab) return;
  throw new CourseError(file, "lab", `is "${config.lab}", but its folder is labs/${expected.lab}`);
}

/**
 * An owned path is plain, listed once, and a file that is there, or that can be made again from the
 * solution: who has deleted a file of the working tree still wants it graded. Duplicates count
 * without regard to case, because a student's file system may not tell them apart.
 */
function checkFiles({ config, file, folder, solutionFolder }: LabCheck): void {
  const seen = new Set<string>();
  for (const [index, path] of config.owns.entries()) {
    const field = `owns[${index}]`;
    if (path.split("/").some((part) => part === "" || part === "." || part === "..")) {
      throw new CourseError(file, field, `"${path}" is not a plain path below src/`);
    }
    if (seen.has(path.toLowerCase())) {
      throw new CourseError(file, field, `"${path}" is listed twice`);
    }
    seen.add(path.toLowerCase());
    if (!isFile(join(folder, path)) && !isFile(join(solutionFolder, path))) {
      throw new CourseError(file, field, `there is no file ${path} in the lab; get it back`);
    }
  }
}

/**
 * A lab may depend on labs that are taught before it, and on no other. That alone rules out cycles,
 * and is what makes "in the order in which they are taught" an order in which code can be loaded.
 */
function checkDependencies({ config, settings, file }: LabCheck): void {
  const order = settings.labs.map((lab) => lab.lab);
  const own = order.indexOf(config.lab);
  for (const [index, name] of config.dependsOn.entries()) {
    const field = `dependsOn[${index}]`;
    const place = order.indexOf(name);
    if (place === -1) throw new CourseError(file, field, `there is no lab "${name}"`);
    if (place >= own) {
      throw new CourseError(file, field, `"${name}" is not taught before "${config.lab}"`);
    }
    if (config.dependsOn.indexOf(name) !== index) {
      throw new CourseError(file, field, `"${name}" is listed twice`);
    }
  }
}

/** The labels are those of the settings, each once, in the same order, and of no other lab. */
function checkLabels({ config, expected, settings, file }: LabCheck): void {
  const labels = config.labels.map((label) => label.label);
  const promised = Object.keys(expected.labels);
  for (const [index, label] of labels.entries()) {
    const field = `labels[${index}].label`;
    if (labels.indexOf(label) !== index) {
      throw new CourseError(file, field, `"${label}" is listed twice`);
    }
    const owner = settings.labs.find((lab) => Object.hasOwn(lab.labels, label));
    if (owner === undefined) {
      throw new CourseError(file, field, `"${label}" is missing from grader/course.json`);
    }
    if (owner.lab !== config.lab) {
      throw new CourseError(file, field, `"${label}" belongs to lab "${owner.lab}"`);
    }
  }
  const missing = promised.find((label) => !labels.includes(label));
  if (missing === undefined) return;
  throw new CourseError(file, "labels", `"${missing}" is in grader/course.json, but not here`);
}

/** A test's title is how it is found again, so a lab has it once. */
function checkTestNames({ config, file }: LabCheck): void {
  const places = new Map<string, string>();
  for (const [labelIndex, label] of config.labels.entries()) {
    for (const [testIndex, test] of label.tests.entries()) {
      const field = `labels[${labelIndex}].tests[${testIndex}].name`;
      const first = places.get(test.name);
      if (first !== undefined) {
        throw new CourseError(file, field, `"${test.name}" is already the name of ${first}`);
      }
      places.set(test.name, field.replace(/\.name$/, ""));
    }
  }
}

/**
 * The tests of a label are worth what the course promises for it, and the labels of a lab likewise.
 */
function checkPoints({ config, expected, file }: LabCheck): void {
  for (const [index, label] of config.labels.entries()) {
    const sum = sumPoints(label.tests.map((test) => test.points));
    const promised = expected.labels[label.label];
    if (promised === undefined || sum === promised) continue;
    const what = `the tests are worth ${sum} points, but grader/course.json says ${promised}`;
    throw new CourseError(file, `labels[${index}].tests`, what);
  }
  const total = sumPoints(Object.values(expected.labels));
  if (total === expected.points) return;
  const what = `the labels of "${expected.lab}" are worth ${total}, not ${expected.points}`;
  throw new CourseError("grader/course.json", "labs", what);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
