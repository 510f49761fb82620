/** Tests that say the same are told once. */

import { describe, expect, test } from "@jest/globals";
import { makeReport, makeTest } from "../testing/make-report.ts";
import { countStatuses, groupFailures, statusWord, untold } from "./group-tests.ts";

const label = (tests: ReturnType<typeof makeTest>[]) => ({ label: "1", score: 0, max: 1, tests });

describe("groupFailures", () => {
  test("puts together what says the same at the same place", () => {
    const groups = groupFailures(
      label([
        makeTest({ name: "a" }),
        makeTest({ name: "b", line: 2 }),
        makeTest({ name: "c", status: "passed" }),
        makeTest({ name: "d" }),
        makeTest({ name: "e", status: "crashed" }),
      ]),
    );
    expect(groups.map((group) => group.tests.map((one) => one.name))).toEqual([
      ["a", "d"],
      ["b"],
      ["e"],
    ]);
    expect(groups[0]?.first.name).toBe("a");
  });

  test("puts what is not written last", () => {
    const groups = groupFailures(
      label([makeTest({ name: "a", status: "not-written" }), makeTest({ name: "b" })]),
    );
    expect(groups.map((group) => group.first.name)).toEqual(["b", "a"]);
  });

  test("puts what was not run behind what kept it from running", () => {
    const timeout = { status: "timeout", message: "did not end" } as const;
    const groups = groupFailures(
      label([
        makeTest({ name: "a", status: "not-written" }),
        makeTest({ ...timeout, name: "b", message: "not run: did not end" }),
        makeTest({ ...timeout, name: "c" }),
        makeTest({ ...timeout, name: "d", message: "not run: did not end" }),
      ]),
    );
    expect(groups.map((group) => group.tests.map((one) => one.name))).toEqual([
      ["c"],
      ["b", "d"],
      ["a"],
    ]);
    expect(countStatuses(groups.flatMap((group) => group.tests))).toBe(
      "1 timed out, 1 not written, 2 not run",
    );
  });

  test("is empty when all passed", () => {
    expect(groupFailures(label([makeTest({ status: "passed" })]))).toEqual([]);
  });
});

describe("untold", () => {
  test("leaves out what a problem of the submission says already", () => {
    const problems = [{ code: "submission/no-files", message: "it is empty" }];
    const tests = [
      makeTest({ name: "a", status: "rejected", message: "it is empty" }),
      makeTest({ name: "b", status: "rejected", message: "something else" }),
      makeTest({ name: "c", message: "it is empty" }),
    ];
    const names = untold(makeReport(tests, { problems })).map((group) => group.first.name);
    expect(names).toEqual(["b", "c"]);
  });

  test("leaves out what kept a lab from being run, with and without its code", () => {
    const problems = [
      { code: "submission/syntax", message: "one.ts:1: syntax error" },
      { code: "lab/syntax", message: "two.ts:2: no enum" },
    ];
    const tests = [
      makeTest({ name: "a", message: "one.ts:1: syntax error" }),
      makeTest({ name: "b", message: "lab/syntax: two.ts:2: no enum" }),
      makeTest({ name: "c", message: "lab/syntax: two.ts:3: no enum" }),
      makeTest({ name: "d", status: "crashed", message: "two.ts:2: no enum" }),
    ];
    const names = untold(makeReport(tests, { problems })).map((group) => group.first.name);
    expect(names).toEqual(["c", "d"]);
  });
});

describe("countStatuses", () => {
  test("counts in a fixed order and leaves out what is not there", () => {
    const tests = (["not-written", "timeout", "passed", "passed", "rejected"] as const).map(
      (status) => makeTest({ status }),
    );
    expect(countStatuses(tests)).toBe("2 passed, 1 timed out, 1 rejected, 1 not written");
    expect(countStatuses([])).toBe("no tests");
    expect(statusWord("timeout")).toBe("timed out");
  });
});
