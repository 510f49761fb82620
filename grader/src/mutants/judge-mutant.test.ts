/** Judging a mutant by the report on it. */

import { describe, expect, test } from "@jest/globals";
import { buildLabel } from "../grade/build-report.ts";
import type { LabelReport, TestStatus } from "../report/report.ts";
import { makeTest } from "../testing/make-report.ts";
import { judgeMutant, names, remedyFor } from "./judge-mutant.ts";
import type { RightMutant, WrongMutant } from "./mutants-config.ts";

const COMMON = { id: "m", title: "it is", label: "1", lab: "toy", file: "src/a.ts", edits: [] };
const WRONG: WrongMutant = { ...COMMON, expect: "killed", fault: 1, caughtBy: ["S1"] };
const RIGHT: RightMutant = { ...COMMON, expect: "pass" };

/** A report with these tests and statuses. */
function report(statuses: Readonly<Record<string, TestStatus>>): LabelReport {
  const tests = Object.entries(statuses).map(([name, status]) =>
    makeTest({ name, status, message: status === "passed" ? "" : `${name} broke\nmore` }),
  );
  return buildLabel("1", tests);
}

describe("names()", () => {
  test.each([
    ["S1 an empty value (disk)", "S1", true],
    ["S12 durability", "S1", false],
    ["S1: empty", "s1", true],
    ["TestRawGet1 (memory)", "TestRawGet1", true],
    ["TestRawGet12", "TestRawGet1", false],
    ["a batch (memory)", "(memory)", true],
  ])("%s, %s: %s", (name, part, expected) => {
    expect(names(name, part)).toBe(expected);
  });
});

describe("judgeMutant()", () => {
  test("a wrong mutant that a named test finds is ok", () => {
    const judgement = judgeMutant(WRONG, report({ "S1 a": "failed", "S2 b": "passed" }));
    expect(judgement).toEqual({
      mutant: WRONG,
      verdict: "ok",
      tests: 2,
      killers: ["S1 a"],
      missing: [],
      message: "S1 a broke\nmore",
    });
  });

  test.each(["failed", "timeout", "crashed"] as const)("%s finds it", (status) => {
    expect(judgeMutant(WRONG, report({ "S1 a": status, "S2 b": "passed" })).verdict).toBe("ok");
  });

  test("a wrong mutant that all tests let pass survives", () => {
    const judgement = judgeMutant(WRONG, report({ "S1 a": "passed", "S2 b": "passed" }));
    expect(judgement).toMatchObject({ verdict: "survived", killers: [], missing: ["S1"] });
    expect(remedyFor(judgement)).toContain("no test of label 1 fails");
  });

  test("a wrong mutant that only other tests find is missed", () => {
    const judgement = judgeMutant(WRONG, report({ "S1 a": "passed", "S12 b": "failed" }));
    expect(judgement).toMatchObject({ verdict: "missed", killers: ["S12 b"], missing: ["S1"] });
    expect(remedyFor(judgement)).toContain("no test named S1 fails");
  });

  test("every test that is named has to find it", () => {
    const mutant = { ...WRONG, caughtBy: ["S1", "S2"] };
    const judgement = judgeMutant(mutant, report({ "S1 a": "failed", "S2 b": "passed" }));
    expect(judgement).toMatchObject({ verdict: "missed", missing: ["S2"] });
  });

  test("one engine is enough", () => {
    const statuses = { "S1 a (memory)": "passed", "S1 a (disk)": "failed" } as const;
    expect(judgeMutant(WRONG, report(statuses)).verdict).toBe("ok");
  });

  test("a right mutant passes, or is blamed", () => {
    expect(judgeMutant(RIGHT, report({ "S1 a": "passed" })).verdict).toBe("ok");
    const blamed = judgeMutant(RIGHT, report({ "S1 a": "failed", "S2 b": "passed" }));
    expect(blamed.verdict).toBe("blamed");
    expect(remedyFor(blamed)).toContain('"S1 a" fails; loosen that test');
  });

  test.each([
    ["nothing ran", {}],
    ["nothing could be loaded", { "S1 a": "crashed", "S2 b": "crashed" }],
    ["the file was rejected", { "S1 a": "rejected", "S2 b": "rejected" }],
    ["a gap was met", { "S1 a": "not-written", "S2 b": "failed" }],
  ] as const)("%s: stillborn, whatever was expected", (_title, statuses) => {
    expect(judgeMutant(WRONG, report(statuses)).verdict).toBe("stillborn");
    const judgement = judgeMutant(RIGHT, report(statuses));
    expect(judgement.verdict).toBe("stillborn");
    expect(remedyFor(judgement)).toContain("make its edits valid code");
  });

  test("nothing has to be done about what is ok", () => {
    expect(remedyFor(judgeMutant(RIGHT, report({ "S1 a": "passed" })))).toBe("");
  });
});
