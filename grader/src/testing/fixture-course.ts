/**
 * A small course on disk for the tests of the grader: two labs, the second on top of the first,
 * with skeletons, a reference solution, and points that add up.
 */

import { type Course, loadCourse } from "../course/course.ts";
import { hashGiven } from "../course/given-files.ts";
import { type Files, tempFolder } from "./temp-folder.ts";

const LIMITS = { testSeconds: 5, labelSeconds: 20, memoryMiB: 512 };

/** `labs/base/lab.json`: two labels, three tests, 4 points. */
export const BASE_LAB = {
  lab: "base",
  title: "The base",
  dependsOn: [],
  owns: ["src/one.ts", "src/deep/two.ts"],
  imports: ["@tinykv/runtime"],
  limits: LIMITS,
  labels: [
    {
      label: "1",
      title: "First steps",
      tests: [
        { name: "adds", points: 0.1, kind: "unit" },
        { name: "adds more", points: 0.2, kind: "unit" },
        { name: "subtracts", points: 1.7, kind: "unit" },
      ],
    },
    { label: "2AA", title: "On", tests: [{ name: "goes on", points: 2, kind: "unit" }] },
  ],
};

/** `labs/top/lab.json`: one label on top of `base`, 6 points. */
export const TOP_LAB = {
  lab: "top",
  title: "The top",
  dependsOn: ["base"],
  owns: ["src/three.ts"],
  imports: ["@tinykv/runtime"],
  limits: LIMITS,
  labels: [{ label: "3A", title: "Upwards", tests: [{ name: "rises", points: 6, kind: "unit" }] }],
};

export const COURSE_SETTINGS = {
  title: "A course for tests",
  labs: [
    { lab: "base", points: 4, labels: { "1": 2, "2AA": 2 } },
    { lab: "top", points: 6, labels: { "3A": 6 } },
  ],
};

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** A solution file with one gap in it, from which its skeleton can be cut. */
function solutionText(label: string, name: string): string {
  return [
    `/** You write this file. */`,
    "",
    `/** Does ${name}. */`,
    `export function ${name}(): number {`,
    `  // gap ${label} ${name}`,
    `  // TODO(${label}) return one.`,
    `  //   read:  docs/labs/base.md#${name}`,
    `  //   keep:  it is one`,
    `  //   check: lab test ${label}`,
    "  // solution",
    "  return 1;",
    "  // end",
    "}",
    "",
  ].join("\n");
}

/** Every file of the course; `changes` replaces some, and `undefined` removes one. */
export function courseFiles(changes: Readonly<Record<string, string | undefined>> = {}): Files {
  const files: Record<string, string | undefined> = {
    "grader/course.json": json(COURSE_SETTINGS),
    "labs/base/lab.json": json(BASE_LAB),
    "labs/base/package.json": json({ name: "@course/base" }),
    "labs/base/src/one.ts": "// skeleton of one\n",
    "labs/base/src/deep/two.ts": "// skeleton of two\n",
    "labs/base/src/given.ts": "// given\n",
    "labs/top/lab.json": json(TOP_LAB),
    "labs/top/package.json": json({ name: "@course/top" }),
    "labs/top/src/three.ts": "// skeleton of three\n",
    "solution/base/src/one.ts": solutionText("1", "one"),
    "solution/base/src/deep/two.ts": solutionText("2AA", "two"),
    "solution/top/src/three.ts": solutionText("3A", "three"),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
}

/** Changes that list the given files of `base`, as `course skeleton` would. */
export const WITH_GIVEN = {
  "labs/base/test/one.test.ts": "// tests\n",
  "labs/base/given.json": json({
    "lab.json": hashGiven(Buffer.from(json(BASE_LAB))),
    "src/given.ts": hashGiven(Buffer.from("// given\n")),
    "test/one.test.ts": hashGiven(Buffer.from("// tests\n")),
  }),
};

/** The course, loaded, in a folder of its own. */
export function fixtureCourse(changes: Readonly<Record<string, string | undefined>> = {}): Course {
  return loadCourse(tempFolder(courseFiles(changes)));
}

/** Changes that leave a student's copy: no reference solution. */
export const WITHOUT_SOLUTION = {
  "solution/base/src/one.ts": undefined,
  "solution/base/src/deep/two.ts": undefined,
  "solution/top/src/three.ts": undefined,
};
