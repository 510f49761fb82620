/** Types of the solution: checked where the files are meant to be, told where they really are. */

import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { checkSolutionTypes, stageSolution } from "./stage-solution.ts";
import { TOY_LAB, toyCourse } from "./testing/toy-course.ts";

const realRoot = fileURLToPath(new URL("../../../", import.meta.url));
const SOLUTION = [
  "/** You write this file: a number. */",
  "",
  'import { one } from "./given.ts";',
  "",
  "/** One more. */",
  "export function more(): number {",
  "  // gap 1 more",
  "  // TODO(1) add one.",
  "  // solution",
  "  return one + 1;",
  "  // end",
  "}",
  "",
].join("\n");

/** A course whose only owned file is `SOLUTION`, with the compiler of this repository. */
function course(solution = SOLUTION, given = "export const one = 1;\n"): string {
  const root = toyCourse({
    "tsconfig.base.json": JSON.stringify({
      compilerOptions: {
        ...{ module: "nodenext", target: "es2022", types: [], strict: true, noEmit: true },
        ...{ noUnusedLocals: true, allowImportingTsExtensions: true },
      },
    }),
    "labs/toy/lab.json": JSON.stringify({ ...TOY_LAB, owns: ["src/counter.ts"] }),
    "labs/toy/package.json": JSON.stringify({ name: "@course/toy", type: "module" }),
    "labs/toy/src/given.ts": given,
    "labs/toy/node_modules/.keep": "",
    "solution/toy/src/counter.ts": solution,
  });
  const toolchain = join(root, "packages", "toolchain");
  mkdirSync(dirname(toolchain), { recursive: true });
  symlinkSync(join(realRoot, "packages", "toolchain"), toolchain);
  return root;
}

describe("stageSolution()", () => {
  test("merges given files and the solution of the owned ones", () => {
    const root = course();
    expect(stageSolution(root).map(({ folder }) => folder)).toEqual([
      ".cache/solution-tree/labs/toy",
    ]);
    const read = (path: string): string =>
      readFileSync(join(root, ".cache/solution-tree/labs/toy/src", path), "utf8");
    expect(read("counter.ts")).toBe(SOLUTION);
    expect(read("given.ts")).toBe("export const one = 1;\n");
  });

  test("leaves nothing of an earlier run behind", () => {
    const root = course();
    stageSolution(root);
    stageSolution(root);
    expect(stageSolution(root)).toHaveLength(1);
  });
});

describe("checkSolutionTypes()", () => {
  test("finds nothing in a solution that is right", async () => {
    expect(await checkSolutionTypes(course())).toEqual([]);
  });

  test("tells an error at the solution's own line", async () => {
    const found = await checkSolutionTypes(course(SOLUTION.replace("one + 1", "one.more")));
    expect(found).toEqual([
      expect.stringMatching(/^solution\/toy\/src\/counter\.ts\(10,14\): error TS2339: .*'more'/),
    ]);
  });

  test("tells an error in a given file at the given file", async () => {
    const found = await checkSolutionTypes(course(SOLUTION, "export const one: number = '1';\n"));
    expect(found).toEqual([
      expect.stringMatching(/^labs\/toy\/src\/given\.ts\(1,14\): error TS2322/),
    ]);
  });

  test("names that nothing uses are errors in a solution", async () => {
    const found = await checkSolutionTypes(course(SOLUTION.replace("one + 1", "2")));
    expect(found).toEqual([
      expect.stringContaining("'one' is declared but its value is never read"),
    ]);
  });

  test("says what to do without a compiler", async () => {
    const root = toyCourse({ "labs/toy/node_modules/.keep": "" });
    await expect(checkSolutionTypes(root)).rejects.toThrow("course/no-compiler");
  });
});
