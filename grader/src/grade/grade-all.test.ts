/** Grading several submissions: none can stop another, and each has its report. */

import { describe, expect, test } from "@jest/globals";
import { reportSchema } from "../report/report.ts";
import type { SubmissionSource } from "../submission/read-submission.ts";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { makeZip } from "../testing/make-zip.ts";
import { stubRunner, textOf } from "../testing/stub-runner.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { type GradeAllOptions, gradeAll } from "./grade-all.ts";
import { createPool } from "./pool.ts";

const course = fixtureCourse();
const from = tempFolder({
  "alice/labs/base/src/one.ts": "alice",
  "bob.zip": makeZip([{ name: "labs/base/src/one.ts", data: "bob" }]),
  "broken.zip": "PK\u0003\u0004 and nothing more",
  "empty/readme.txt": "hello",
});

function options(more: Partial<GradeAllOptions> = {}): GradeAllOptions {
  return {
    from,
    deps: "own",
    seed: 1,
    jobs: 2,
    pool: createPool(2),
    run: stubRunner().run,
    ...more,
  };
}

const paths = (...names: string[]): SubmissionSource[] =>
  names.map((path) => ({ kind: "path", path }));

describe("gradeAll", () => {
  test("gives every submission its report, in the order of the call", async () => {
    const names = ["empty", "alice", "broken.zip", "bob.zip", "nowhere"];
    const graded = await gradeAll(course, paths(...names), options());
    expect(graded.map(({ report }) => report.submission)).toEqual(names);
    expect(graded.map(({ outcome }) => outcome)).toEqual([
      ...["unreadable", "graded", "unreadable", "graded", "unreadable"],
    ]);
    expect(graded.map(({ report }) => report.score)).toEqual([0, 10, 0, 10, 0]);
    for (const { report } of graded) expect(reportSchema.parse(report)).toEqual(report);
  });

  test("lists every test of an unreadable submission as rejected, with the reason", async () => {
    const [graded] = await gradeAll(course, paths("empty"), options({ labels: ["1"] }));
    expect(graded?.report.max).toBe(2);
    expect(graded?.report.problems.map(({ code }) => code)).toEqual(["submission/no-files"]);
    const tests = graded?.report.labs[0]?.labels[0]?.tests ?? [];
    expect(tests.map((one) => one.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(tests[0]?.message).toMatch(/^it contains none of the files: expected labs\/base\/src/);
  });

  test("keeps the files of submissions apart", async () => {
    const { run, requests } = stubRunner();
    await gradeAll(course, paths("alice", "bob.zip"), options({ run, labels: ["1"] }));
    const texts = requests.map((request) => textOf(request, "base", "src/one.ts")).sort();
    expect(texts).toEqual(["alice", "bob"]);
  });

  test("reports a failure of the grader at the submission that met it", async () => {
    const { run } = stubRunner();
    const graded = await gradeAll(
      course,
      paths("alice", "bob.zip"),
      options({
        run: async (request) => {
          if (textOf(request, "base", "src/one.ts") === "alice") throw new Error("disk full");
          return run(request);
        },
      }),
    );
    expect(graded.map(({ outcome }) => outcome)).toEqual(["grader-failed", "graded"]);
    expect(graded[0]?.report.problems).toEqual([
      {
        code: "grader/failed",
        message: "the grader failed, so this score means nothing (disk full)",
      },
    ]);
    expect(graded[1]?.report.score).toBe(10);
  });

  test("refuses a wrong selection once, before anything is read", async () => {
    await expect(
      gradeAll(course, paths("alice", "bob.zip"), options({ labs: ["bass"] })),
    ).rejects.toThrow("grade/unknown-lab");
  });

  test("ends as a whole when it is told to stop", async () => {
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(
      gradeAll(course, paths("alice", "bob.zip"), options({ signal: stop.signal })),
    ).rejects.toThrow("enough");
  });
});
