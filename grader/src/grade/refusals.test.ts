/** What keeps a lab from being run, and which labels that concerns. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse, WITH_GIVEN } from "../testing/fixture-course.ts";
import { makeSubmission } from "../testing/make-submission.ts";
import { writeFiles } from "../testing/temp-folder.ts";
import { findRefusals, refusalFor } from "./refusals.ts";

const course = fixtureCourse();
const [base, top] = course.labs;
if (base === undefined || top === undefined) throw new Error("the course has no labs");

/** The refusals as `lab status code line`. */
async function find(
  texts: Record<string, string>,
  more: Parameters<typeof makeSubmission>[1] = {},
): Promise<string[]> {
  return (await findRefusals(course, makeSubmission(texts, more))).map(
    ({ lab, status, problem, line }) => `${lab} ${status} ${problem.code} ${line ?? "-"}`,
  );
}

describe("findRefusals", () => {
  test("finds none in what may be run, or was not handed in", async () => {
    expect(await find({})).toEqual([]);
    expect(await find({ "base/src/one.ts": 'import { todo } from "@tinykv/runtime";' })).toEqual(
      [],
    );
  });

  test("lets a lab import the labs it depends on, and no other", async () => {
    expect(await find({ "top/src/three.ts": 'import { one } from "@course/base";' })).toEqual([]);
    expect(await find({ "base/src/one.ts": 'import { three } from "@course/top";' })).toEqual([
      "base rejected submission/import 1",
    ]);
    expect(await find({ "base/src/one.ts": 'import { one } from "@course/base";' })).toEqual([
      "base rejected submission/import 1",
    ]);
  });

  test("goes by the order of labs and files, whatever order they came in", async () => {
    expect(
      await find({
        "top/src/three.ts": "const = 1;",
        "base/src/deep/two.ts": 'import "../../x.ts";',
        "base/src/one.ts": '\nimport "node:fs";\nrequire("x");',
      }),
    ).toEqual([
      "base rejected submission/import 2",
      "base rejected submission/import 3",
      "base rejected submission/import 1",
      "top failed submission/syntax 1",
    ]);
  });

  test("knows where files are relative to the lab, not to where they were handed in", async () => {
    expect(await find({ "base/src/deep/two.ts": 'import { one } from "../one.ts";' })).toEqual([]);
  });

  test("a file that only the student's own folder has is not handed in", async () => {
    const text = 'import { a } from "./given.ts";\nimport { help } from "./helper.ts";';
    const submission = makeSubmission({ "base/src/one.ts": text });
    const listed = fixtureCourse(WITH_GIVEN);
    writeFiles(listed.root, { "labs/base/src/helper.ts": "export const help = 1;" });
    const [refusal, ...others] = await findRefusals(listed, submission);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ lab: "base", status: "rejected", line: 2 });
    expect(refusal?.problem).toEqual({
      code: "submission/import",
      message:
        'labs/base/src/one.ts:2: import of "./helper.ts" is not allowed: the course has no file ' +
        "src/helper.ts; only src/one.ts, src/deep/two.ts are handed in, so move the code there",
    });
  });

  test("takes over files that were refused when they were read", async () => {
    const problem = { code: "submission/not-text", message: "one.ts is not UTF-8" };
    const refused = [{ lab: "base", path: "src/one.ts", problem }];
    expect(await find({}, { refused })).toEqual(["base rejected submission/not-text -"]);
    const [refusal] = await findRefusals(course, makeSubmission({}, { refused }));
    expect(refusal?.file).toBe("labs/base/src/one.ts");
  });
});

const refusals = await findRefusals(
  course,
  makeSubmission({ "base/src/one.ts": "const = 1;", "base/src/deep/two.ts": 'import "fs";' }),
);

describe("refusalFor", () => {
  test("is of the labs that are concerned only", () => {
    expect(refusalFor(refusals, [top])).toBeUndefined();
    expect(refusalFor(refusals, [base, top])?.lab).toBe("base");
    expect(refusalFor([], [base])).toBeUndefined();
  });

  test("puts what was rejected before what merely failed", () => {
    expect(refusals.map((one) => one.status)).toEqual(["failed", "rejected"]);
    expect(refusalFor(refusals, [base])?.status).toBe("rejected");
  });
});
