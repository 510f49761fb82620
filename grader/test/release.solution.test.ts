/** A student's copy of this very course: it is complete, and gives nothing away. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { courseRoot } from "../src/cli/command-io.ts";
import { loadCourse } from "../src/course/course.ts";
import { release } from "../src/skeleton/release.ts";
import { isLeftOut, parseReleaseConfig, RELEASE_FILE } from "../src/skeleton/release-config.ts";
import { tempFolder } from "../src/testing/temp-folder.ts";

const root = courseRoot();
const config = parseReleaseConfig(readFileSync(join(root, RELEASE_FILE), "utf8"));

describe("a student's copy of this course", () => {
  test("has no line of the solution in any file, and loads as a course without one", async () => {
    const folder = tempFolder();
    const { leaks, badPages, files } = await release(root, folder);
    expect({ leaks, badPages }).toEqual({ leaks: [], badPages: [] });
    expect(files).toBeGreaterThan(100);
    expect(loadCourse(folder).solution).toBeUndefined();
    expect(existsSync(join(folder, "grader", "mutants"))).toBe(false);
    expect(existsSync(join(folder, ".git"))).toBe(false);
  });

  test("what is left out is there to be left out", () => {
    const paths = [...config.leftOut, ...config.testsLeftOut].filter(
      (path) => !path.startsWith("*"),
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("the file that says what is left out is not left out itself", () => {
    expect(isLeftOut(config, RELEASE_FILE)).toBe(false);
  });
});
