/** Every way in which the course's files can be wrong is found, and named by file and field. */

import { dirname } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { courseRoot } from "../cli/command-io.ts";
import {
  BASE_LAB,
  COURSE_SETTINGS,
  courseFiles,
  fixtureCourse,
  TOP_LAB,
  WITHOUT_SOLUTION,
} from "../testing/fixture-course.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { loadCourse, mustFindLab, withDependencies } from "./course.ts";
import { CourseError } from "./course-error.ts";

/** The message of a course with these changes. */
function errorOf(changes: Readonly<Record<string, string | undefined>>): string {
  const root = tempFolder(courseFiles(changes));
  try {
    loadCourse(root);
  } catch (error) {
    expect(error).toBeInstanceOf(CourseError);
    return (error as CourseError).message.replace("course/config: ", "");
  }
  return "no error";
}

/** `labs/base/lab.json` with some fields replaced. */
function baseLab(changes: object): Record<string, string> {
  return { "labs/base/lab.json": JSON.stringify({ ...BASE_LAB, ...changes }) };
}

function topLab(changes: object): Record<string, string> {
  return { "labs/top/lab.json": JSON.stringify({ ...TOP_LAB, ...changes }) };
}

function settings(changes: object): Record<string, string> {
  return { "grader/course.json": JSON.stringify({ ...COURSE_SETTINGS, ...changes }) };
}

describe("loadCourse", () => {
  test("reads the labs in the order of the settings", () => {
    const course = fixtureCourse();
    expect(course.title).toBe("A course for tests");
    expect(course.labs.map((lab) => lab.config.lab)).toEqual(["base", "top"]);
    expect(course.labs.map((lab) => lab.packageName)).toEqual(["@course/base", "@course/top"]);
    expect(course.labs.map((lab) => dirname(lab.folder))).toEqual([
      `${course.root}/labs`,
      `${course.root}/labs`,
    ]);
    expect(course.solution).toBe(`${course.root}/solution`);
  });

  test("knows a student's copy, which has no solution", () => {
    expect(fixtureCourse(WITHOUT_SOLUTION).solution).toBeUndefined();
  });

  test("accepts this very course", () => {
    const course = loadCourse(courseRoot());
    expect(course.labs.map((lab) => lab.config.lab)).toContain("standalone");
  });
});

describe("loadCourse names the file and the field of", () => {
  test("a file that is missing or no JSON", () => {
    expect(errorOf({ "grader/course.json": undefined })).toBe(
      "grader/course.json: cannot be read (ENOENT)",
    );
    expect(errorOf({ "labs/base/lab.json": "{" })).toMatch(
      /^labs\/base\/lab\.json: is not JSON \(/,
    );
  });

  test("a value of the wrong kind, deep inside", () => {
    const tests = [{ name: "adds", points: -1, kind: "unit" }];
    expect(errorOf(baseLab({ labels: [{ label: "1", title: "t", tests }] }))).toMatch(
      /^labs\/base\/lab\.json: labels\[0\]\.tests\[0\]\.points: /,
    );
    expect(
      errorOf(baseLab({ limits: { testSeconds: 0, labelSeconds: 1, memoryMiB: 512 } })),
    ).toMatch(/^labs\/base\/lab\.json: limits\.testSeconds: /);
  });

  test("a field that nobody knows", () => {
    expect(errorOf(baseLab({ colour: "red" }))).toMatch(/^labs\/base\/lab\.json: .*colour/);
  });

  test("a label without tests", () => {
    expect(errorOf(baseLab({ labels: [{ label: "1", title: "t", tests: [] }] }))).toMatch(
      /^labs\/base\/lab\.json: labels\[0\]\.tests: /,
    );
  });

  test("a name that is not the folder's", () => {
    expect(errorOf(baseLab({ lab: "bass" }))).toBe(
      'labs/base/lab.json: lab: is "bass", but its folder is labs/base',
    );
  });

  test("an owned file that is not there, not plain, or listed twice", () => {
    expect(errorOf(baseLab({ owns: ["src/one.ts", "src/zero.ts"] }))).toBe(
      "labs/base/lab.json: owns[1]: there is no file src/zero.ts in the lab; get it back",
    );
    expect(errorOf(baseLab({ owns: ["src/../src/one.ts"] }))).toBe(
      'labs/base/lab.json: owns[0]: "src/../src/one.ts" is not a plain path below src/',
    );
    expect(errorOf(baseLab({ owns: ["src/one.ts", "src/ONE.ts"] }))).toBe(
      'labs/base/lab.json: owns[1]: "src/ONE.ts" is listed twice',
    );
  });

  test("a deleted file only where it cannot be made again from the solution", () => {
    expect(errorOf({ "labs/base/src/one.ts": undefined })).toBe("no error");
    expect(errorOf({ ...WITHOUT_SOLUTION, "labs/base/src/one.ts": undefined })).toBe(
      "labs/base/lab.json: owns[0]: there is no file src/one.ts in the lab; get it back",
    );
  });

  test("a dependency that does not exist, or comes later, which rules out cycles", () => {
    expect(errorOf(topLab({ dependsOn: ["bottom"] }))).toBe(
      'labs/top/lab.json: dependsOn[0]: there is no lab "bottom"',
    );
    expect(errorOf(baseLab({ dependsOn: ["top"] }))).toBe(
      'labs/base/lab.json: dependsOn[0]: "top" is not taught before "base"',
    );
    expect(errorOf(baseLab({ dependsOn: ["base"] }))).toBe(
      'labs/base/lab.json: dependsOn[0]: "base" is not taught before "base"',
    );
    expect(errorOf(topLab({ dependsOn: ["base", "base"] }))).toBe(
      'labs/top/lab.json: dependsOn[1]: "base" is listed twice',
    );
  });

  test("labels that are not those of the settings", () => {
    const [first, second] = BASE_LAB.labels;
    expect(errorOf(baseLab({ labels: [first, first] }))).toBe(
      'labs/base/lab.json: labels[1].label: "1" is listed twice',
    );
    expect(errorOf(baseLab({ labels: [first, { ...second, label: "9" }] }))).toBe(
      'labs/base/lab.json: labels[1].label: "9" is missing from grader/course.json',
    );
    expect(errorOf(baseLab({ labels: [first, { ...second, label: "3A" }] }))).toBe(
      'labs/base/lab.json: labels[1].label: "3A" belongs to lab "top"',
    );
    expect(errorOf(baseLab({ labels: [first] }))).toBe(
      'labs/base/lab.json: labels: "2AA" is in grader/course.json, but not here',
    );
  });

  test("two tests of one name, in whatever labels", () => {
    const [first] = BASE_LAB.labels;
    const second = {
      label: "2AA",
      title: "t",
      tests: [{ name: "adds", points: 2, kind: "unit" }],
    };
    expect(errorOf(baseLab({ labels: [first, second] }))).toBe(
      "labs/base/lab.json: labels[1].tests[0].name: " +
        '"adds" is already the name of labels[0].tests[0]',
    );
  });

  test("points that do not add up", () => {
    const labs = [
      { lab: "base", points: 4, labels: { "1": 2.5, "2AA": 1.5 } },
      COURSE_SETTINGS.labs[1],
    ];
    expect(errorOf(settings({ labs }))).toBe(
      "labs/base/lab.json: labels[0].tests: " +
        "the tests are worth 2 points, but grader/course.json says 2.5",
    );
    const wrongTotal = [{ ...COURSE_SETTINGS.labs[0], points: 5 }, COURSE_SETTINGS.labs[1]];
    expect(errorOf(settings({ labs: wrongTotal }))).toBe(
      'grader/course.json: labs: the labels of "base" are worth 4, not 5',
    );
  });

  test("a lab that is only in the settings, or only on disk, or twice", () => {
    const more = { lab: "third", points: 1, labels: { "4A": 1 } };
    expect(errorOf(settings({ labs: [...COURSE_SETTINGS.labs, more] }))).toBe(
      "grader/course.json: labs[2].lab: there is no folder labs/third",
    );
    expect(errorOf(settings({ labs: [COURSE_SETTINGS.labs[0]] }))).toBe(
      "grader/course.json: labs: labs/top is missing from the list",
    );
    expect(errorOf(settings({ labs: [...COURSE_SETTINGS.labs, COURSE_SETTINGS.labs[0]] }))).toBe(
      'grader/course.json: labs[2].lab: "base" is listed twice',
    );
  });

  test("a lab's package without a name", () => {
    expect(errorOf({ "labs/top/package.json": "{}" })).toMatch(/^labs\/top\/package\.json: name: /);
  });
});

describe("withDependencies", () => {
  test("puts what a lab stands on in front of it", () => {
    const course = fixtureCourse();
    const names = (lab: string) =>
      withDependencies(course, mustFindLab(course, lab)).map((one) => one.config.lab);
    expect(names("base")).toEqual(["base"]);
    expect(names("top")).toEqual(["base", "top"]);
  });

  test("needs a lab that exists", () => {
    expect(() => mustFindLab(fixtureCourse(), "nothing")).toThrow(/there is no lab "nothing"/);
  });
});
