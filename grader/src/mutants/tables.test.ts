/** What people and programs get to see of mutants and gaps. */

import { describe, expect, test } from "@jest/globals";
import { Chalk } from "chalk";
import { gapsJson, mutantsJson } from "./json.ts";
import type { Judgement } from "./judge-mutant.ts";
import type { GapProof } from "./prove-gaps.ts";
import { firstFailures, gapProblems, gapTable, killMatrix, mutantProblems } from "./tables.ts";

const plain = new Chalk({ level: 0 });
const COMMON = { title: "it is", label: "1", lab: "toy", file: "src/a.ts", edits: [] };

const KILLED: Judgement = {
  mutant: { ...COMMON, id: "off", expect: "killed", fault: 3, caughtBy: ["S1", "S2"] },
  verdict: "ok",
  tests: 4,
  killers: ["S1 a (memory)", "S1 a (disk)", "S2 a name that is rather long, so that it is cut"],
  missing: [],
  message: "expected 1\n  1. start",
};
const SURVIVOR: Judgement = {
  mutant: { ...COMMON, id: "still", expect: "killed", fault: 4, caughtBy: ["S9"] },
  ...{ verdict: "survived", tests: 4, killers: [], missing: ["S9"], message: "" },
};
const BLAMED: Judgement = {
  mutant: { ...COMMON, id: "fine", expect: "pass" },
  ...{ verdict: "blamed", tests: 4, killers: ["S4 d"], missing: [], message: "too strict\nmore" },
};
const PASSED: Judgement = { ...BLAMED, verdict: "ok", killers: [], message: "" };

function proof(more: Partial<GapProof> = {}): GapProof {
  return {
    gap: {
      ...{ name: "without f", lab: "toy", texts: new Map(), label: "1", only: "f" },
      solutionPath: "solution/toy/src/a.ts",
      gap: { kind: "gap", label: "1", name: "f", indent: "", start: 4, solution: 6, end: 8 },
    },
    ...{ tests: 10, notWritten: 7, notWrittenByCheck: 2, finding: undefined },
    ...more,
  };
}

const FINDING = { file: "solution/toy/src/a.ts", line: 5, problem: "no test", remedy: "Add one." };

describe("killMatrix()", () => {
  const lines = killMatrix([KILLED, SURVIVOR, BLAMED, PASSED], plain)
    .split("\n")
    .map((line) => line.trimEnd());

  test("has a line per mutant under its head", () => {
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^mutant +fault +outcome +killed by +first killers +named for it$/);
  });

  test("names a scenario once, and cuts what is long", () => {
    expect(lines[1]).toMatch(/^off +3 +killed +3 of 4 +S1 a; S2 a name that is rather lo… +S1 S2$/);
  });

  test("says what is wrong in one word", () => {
    expect(lines[2]).toMatch(/^still +4 +survived +0 of 4 +S9$/);
    expect(lines[3]).toMatch(/^fine +- +blamed +1 of 4 +S4 d +-$/);
    expect(lines[4]).toMatch(/^fine +- +passes +0 of 4 +-$/);
  });
});

describe("mutantProblems()", () => {
  test("says what to do about each one that is not ok", () => {
    expect(mutantProblems([KILLED, SURVIVOR, BLAMED], plain)).toEqual([
      "still (it is): no test of label 1 fails; write an assertion that does.",
      'fine (it is): it is right, but "S4 d" fails; loosen that test.\n  too strict',
    ]);
  });
});

describe("firstFailures()", () => {
  test("shows the first killer's message in full, indented", () => {
    expect(firstFailures([KILLED, SURVIVOR], plain)).toEqual([
      "\nS1 a (memory)\n  expected 1\n    1. start\n",
    ]);
  });
});

describe("mutantsJson()", () => {
  test("has everything that the table is made from", () => {
    expect(JSON.parse(mutantsJson([KILLED, PASSED]))).toEqual([
      {
        ...{ id: "off", title: "it is", lab: "toy", label: "1", expect: "killed", fault: 3 },
        ...{ caughtBy: ["S1", "S2"], verdict: "ok", tests: 4, killed: 3, killers: KILLED.killers },
        ...{ missing: [], message: KILLED.message },
      },
      {
        ...{ id: "fine", title: "it is", lab: "toy", label: "1", expect: "pass", verdict: "ok" },
        ...{ tests: 4, killed: 0, killers: [], missing: [], message: "" },
      },
    ]);
  });
});

describe("gapTable(), gapProblems(), gapsJson()", () => {
  test("the table has a line per gap", () => {
    const lines = gapTable([proof(), proof({ notWritten: 0 })], plain).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]?.trimEnd()).toMatch(/^f +1 +7 of 10 +2$/);
  });

  test("problems are told with file and line", () => {
    expect(gapProblems([proof(), proof({ finding: FINDING })])).toEqual([
      "solution/toy/src/a.ts:5: no test. Add one.",
    ]);
  });

  test("JSON has the place of each gap, and its problem if there is one", () => {
    const common = { gap: "f", lab: "toy", label: "1", file: "solution/toy/src/a.ts", line: 5 };
    const counts = { tests: 10, notWritten: 7, notWrittenByCheck: 2 };
    expect(JSON.parse(gapsJson([proof(), proof({ finding: FINDING })]))).toEqual([
      { ...common, ...counts },
      { ...common, ...counts, problem: "no test", remedy: "Add one." },
    ]);
  });
});
