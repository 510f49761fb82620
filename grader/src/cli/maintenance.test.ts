/** What the maintainers' commands have in common: whose fault an error is, and its exit code. */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { CourseError } from "../course/course-error.ts";
import { toyCourse } from "../skeleton/testing/toy-course.ts";
import { memoryIo } from "../testing/memory-io.ts";
import { forMaintainers, mustHaveSolution, variantOptions } from "./maintenance.ts";
import { execute } from "./run-command.ts";

/** Runs a command that throws `error`. */
async function failing(error: Error) {
  const io = memoryIo({ root: "/nowhere" });
  const command = forMaintainers(() => Promise.reject(error));
  const code = await execute(command, [], io);
  return { code, err: io.stderr.text };
}

describe("forMaintainers()", () => {
  test("an exit code goes through", async () => {
    const io = memoryIo({ root: "/nowhere" });
    expect(
      await execute(
        forMaintainers(async () => 1),
        [],
        io,
      ),
    ).toBe(1);
  });

  test.each(["course/git", "course/markers", "mutants/find"])(
    "%s is one sentence",
    async (code) => {
      expect(await failing(new TinyKvError(code, "a sentence"))).toEqual({
        code: 2,
        err: `${code}: a sentence\n`,
      });
    },
  );

  test("a lab.json that is wrong is the course's fault", async () => {
    expect(await failing(new CourseError("labs/a/lab.json", "owns", "is empty"))).toEqual({
      code: 3,
      err: "course/config: labs/a/lab.json: owns: is empty\n",
    });
  });

  test("anything else is ours, and shows where it happened", async () => {
    const { code, err } = await failing(new TypeError("x is not a function"));
    expect(code).toBe(3);
    expect(err).toContain("x is not a function");
    expect(err).toContain("maintenance.test.ts");
    expect((await failing(new TinyKvError("engine/io", "disk"))).code).toBe(3);
  });
});

describe("mustHaveSolution()", () => {
  test("is content with a course that has one", () => {
    expect(() => mustHaveSolution(memoryIo({ root: toyCourse() }))).not.toThrow();
  });

  test("refuses in a student's copy", () => {
    const root = toyCourse({ "solution/toy/src/counter.ts": undefined });
    expect(() => mustHaveSolution(memoryIo({ root }))).toThrow("course/no-solution");
  });
});

describe("variantOptions()", () => {
  test("takes the signal and, in tests, the runner from the surroundings", () => {
    const io = memoryIo({ root: "/nowhere" });
    const onDone = () => undefined;
    expect(variantOptions({ jobs: 2, seed: 3 }, io, onDone)).toEqual({
      ...{ jobs: 2, seed: 3, signal: io.signal, onDone, isIsolated: false },
    });
  });

  test("gives each variant a process of its own if asked", () => {
    const io = memoryIo({ root: "/nowhere" });
    const options = { jobs: 1, seed: 1, isolated: true } as const;
    expect(variantOptions(options, io, () => undefined)).toMatchObject({ isIsolated: true });
  });
});
