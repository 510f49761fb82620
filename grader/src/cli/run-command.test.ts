/** What becomes of a command's errors: one sentence, and the exit code that the contract names. */

import { describe, expect, test } from "@jest/globals";
import { CourseError } from "../course/course-error.ts";
import { SubmissionError } from "../submission/submission-error.ts";
import { memoryIo } from "../testing/memory-io.ts";
import { UsageError } from "../usage-error.ts";
import { EXIT } from "./exit-codes.ts";
import { execute } from "./run-command.ts";

/** The exit code and the words of a command that ends with `error`. */
async function failWith(error: unknown, signal = new AbortController().signal) {
  const io = memoryIo({ root: "/", signal });
  const command = async () => {
    throw error;
  };
  const code = await execute(command, [], io);
  expect(io.stdout.text).toBe("");
  return { code, stderr: io.stderr.text };
}

describe("execute", () => {
  test("hands on the arguments and the exit code", async () => {
    const io = memoryIo({ root: "/" });
    const seen: unknown[] = [];
    const code = await execute(
      async (args, surroundings) => {
        seen.push(args, surroundings);
        return 7;
      },
      ["a", "b"],
      io,
    );
    expect(code).toBe(7);
    expect(seen).toEqual([["a", "b"], io]);
  });

  test("says in one sentence what is wrong with a call, with 2", async () => {
    expect(await failWith(new UsageError("grade/usage", "no such option"))).toEqual({
      code: EXIT.usage,
      stderr: "grade/usage: no such option\n",
    });
  });

  test("says in one sentence what is wrong with a submission, with 2", async () => {
    expect(await failWith(new SubmissionError("submission/no-files", "it is empty"))).toEqual({
      code: EXIT.usage,
      stderr: "submission/no-files: it is empty\n",
    });
  });

  test("says in one sentence what is wrong with the course, with 3", async () => {
    expect(await failWith(new CourseError("labs/base/lab.json", "lab", "is wrong"))).toEqual({
      code: EXIT.grader,
      stderr: "course/config: labs/base/lab.json: lab: is wrong\n",
    });
  });

  test("shows where it failed itself, with 3", async () => {
    const { code, stderr } = await failWith(new TypeError("x is not a function"));
    expect(code).toBe(EXIT.grader);
    expect(stderr).toMatch(/^The grader itself failed; please report this\.\nTypeError: x is not/);
    expect(stderr).toContain("run-command.test.ts");
    expect((await failWith("a string")).stderr).toContain("\na string\n");
  });

  test("says nothing more once it was told to stop, with 130", async () => {
    const stop = new AbortController();
    stop.abort();
    const error = new Error("whatever comes of being stopped");
    expect(await failWith(error, stop.signal)).toEqual({ code: EXIT.interrupted, stderr: "" });
  });
});
