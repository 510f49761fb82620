/** A lab that cannot be loaded is told from tests that fail. */

import { describe, expect, test } from "@jest/globals";
import { makeTest } from "../testing/make-report.ts";
import { buildLabel } from "./build-report.ts";
import { loadProblems } from "./load-problems.ts";

const TEXT = "labs/base/src/one.ts:3: lab code cannot have an enum";

/** A label whose tests say this. */
const label = (...tests: Parameters<typeof makeTest>[0][]) => ({
  lab: "base",
  report: buildLabel("1", tests.map(makeTest)),
});

describe("loadProblems", () => {
  test.each(["lab/syntax", "lab/import", "lab/missing-file", "lab/no-ambient"])(
    "takes %s out of a label whose tests all say it",
    (code) => {
      const message = `${code}: ${TEXT}`;
      const graded = [label({ message }, { message }), label({ message })];
      expect(loadProblems(graded)).toEqual([{ code, message: TEXT }]);
    },
  );

  test("takes nothing that only some tests say", () => {
    const message = `lab/no-ambient: ${TEXT}`;
    expect(loadProblems([label({ message }, { message: "expected 1, got 2" })])).toEqual([]);
    expect(loadProblems([label({ message }, { status: "passed" })])).toEqual([]);
    expect(loadProblems([label({ message, status: "timeout" })])).toEqual([]);
  });

  test("takes nothing that has steps, or is about something else", () => {
    expect(loadProblems([label({ message: `lab/no-ambient: ${TEXT}\n1. put` })])).toEqual([]);
    expect(loadProblems([label({ message: `engine/closed: ${TEXT}` })])).toEqual([]);
    expect(loadProblems([label({ message: TEXT })])).toEqual([]);
    expect(loadProblems([label()])).toEqual([]);
  });
});
