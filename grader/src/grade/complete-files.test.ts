/** Whose text stands in for which file: the student's, the skeleton's, the solution's. */

import { describe, expect, test } from "@jest/globals";
import { type Course, mustFindLab } from "../course/course.ts";
import { fixtureCourse, WITHOUT_SOLUTION } from "../testing/fixture-course.ts";
import { makeSubmission } from "../testing/make-submission.ts";
import { completeFiles, type Deps, labsFromStudent } from "./complete-files.ts";

const submission = makeSubmission({ "base/src/one.ts": "alice's one" });

/** The texts by `<lab>/<path>`. */
function texts(course: Course, lab: string, deps: Deps = "own"): Record<string, string> {
  const files = completeFiles(course, submission, mustFindLab(course, lab), deps);
  const all = [...files].flatMap(([name, ofLab]) =>
    [...ofLab].map(([path, file]) => [`${name}/${path}`, file.text] as const),
  );
  return Object.fromEntries(all);
}

describe("completeFiles", () => {
  test("takes what was handed in, and the skeleton for the rest", () => {
    const found = texts(fixtureCourse(), "base");
    expect(Object.keys(found)).toEqual(["base/src/one.ts", "base/src/deep/two.ts"]);
    expect(found["base/src/one.ts"]).toBe("alice's one");
    expect(found["base/src/deep/two.ts"]).toContain('todo("2AA", "two");');
    expect(found["base/src/deep/two.ts"]).not.toContain("return 1");
  });

  test("cuts the skeleton out of the solution, so that a solved working tree does not leak", () => {
    const course = fixtureCourse({ "labs/base/src/deep/two.ts": "// solved by the instructor\n" });
    expect(texts(course, "base")["base/src/deep/two.ts"]).toContain('todo("2AA", "two");');
  });

  test("takes the skeleton from the labs of a copy without solution", () => {
    const found = texts(fixtureCourse(WITHOUT_SOLUTION), "base");
    expect(found["base/src/deep/two.ts"]).toBe("// skeleton of two\n");
  });

  test("runs a lab on the student's own earlier labs", () => {
    const found = texts(fixtureCourse(), "top");
    expect(Object.keys(found)).toEqual([
      "base/src/one.ts",
      "base/src/deep/two.ts",
      "top/src/three.ts",
    ]);
    expect(found["base/src/one.ts"]).toBe("alice's one");
  });

  test("or on those of the reference solution, but never the lab itself", () => {
    const found = texts(fixtureCourse(), "top", "reference");
    expect(found["base/src/one.ts"]).toContain("return 1;");
    expect(found["top/src/three.ts"]).toContain('todo("3A", "three");');
    expect(texts(fixtureCourse(), "base", "reference")["base/src/one.ts"]).toBe("alice's one");
  });

  test("says that there is no reference in a student's copy", () => {
    expect(() => texts(fixtureCourse(WITHOUT_SOLUTION), "top", "reference")).toThrow(
      "submission/no-solution: this copy of the course has no reference solution",
    );
  });
});

test("labsFromStudent are those whose mistakes count against a label", () => {
  const course = fixtureCourse();
  const names = (deps: Deps) =>
    labsFromStudent(course, mustFindLab(course, "top"), deps).map((lab) => lab.config.lab);
  expect(names("own")).toEqual(["base", "top"]);
  expect(names("reference")).toEqual(["top"]);
});
