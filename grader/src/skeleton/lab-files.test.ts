/** Which solution and which skeleton belong together. */

import { describe, expect, test } from "@jest/globals";
import { courseFiles } from "../testing/fixture-course.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import {
  allOwnedFiles,
  hasSolution,
  ownedFiles,
  readLabConfigs,
  solutionFiles,
} from "./lab-files.ts";
import { SAMPLE, SAMPLE_SKELETON } from "./testing/sample.ts";
import { toyCourse } from "./testing/toy-course.ts";

describe("readLabConfigs()", () => {
  test("finds every lab, by name, and no other folder", () => {
    const root = tempFolder({ ...courseFiles(), "labs/notes.md": "x", "labs/old/README.md": "x" });
    expect(readLabConfigs(root).map(({ lab }) => lab)).toEqual(["base", "top"]);
  });

  test("needs no points that add up, and no owned file that is there", () => {
    const root = tempFolder(
      courseFiles({ "grader/course.json": undefined, "labs/base/src/one.ts": undefined }),
    );
    expect(readLabConfigs(root)).toHaveLength(2);
  });
});

describe("ownedFiles()", () => {
  test("has both places with both texts", () => {
    const root = toyCourse();
    const [lab] = readLabConfigs(root);
    if (lab === undefined) throw new Error("no lab");
    expect(ownedFiles(root, lab)).toEqual([
      {
        lab,
        skeletonPath: "labs/toy/src/counter.ts",
        solutionPath: "solution/toy/src/counter.ts",
        skeleton: SAMPLE_SKELETON,
        solution: SAMPLE,
      },
    ]);
  });

  test("a text that is missing is undefined", () => {
    const root = toyCourse({ "solution/toy/src/counter.ts": undefined });
    expect(allOwnedFiles(root)).toMatchObject([{ solution: undefined, skeleton: SAMPLE_SKELETON }]);
  });
});

describe("solutionFiles()", () => {
  test("lists the files of labs, and not those that are only for editors", () => {
    const root = toyCourse({
      "solution/tsconfig.json": "{}",
      "solution/toy/src/deep/more.ts": "x",
      "solution/toy/node_modules/a/index.js": "x",
    });
    expect(solutionFiles(root)).toEqual([
      "solution/toy/src/counter.ts",
      "solution/toy/src/deep/more.ts",
    ]);
  });
});

describe("hasSolution()", () => {
  test("tells a student's copy", () => {
    expect(hasSolution(toyCourse())).toBe(true);
    expect(hasSolution(toyCourse({ "solution/toy/src/counter.ts": undefined }))).toBe(false);
  });
});
