/** The table for people: what it shows, what it cuts, and that no text acts on the terminal. */

import { describe, expect, test } from "@jest/globals";
import { Chalk } from "chalk";
import { HOSTILE_TEXTS, makeReport, makeTest } from "../testing/make-report.ts";
import { bar, tableReport } from "./table.ts";

const plain = new Chalk({ level: 0 });
const options = { paint: plain, titles: new Map([["1", "First steps"]]) };

/** The lines of a table without colours. */
function lines(...reports: Parameters<typeof tableReport>[0]): string[] {
  return tableReport(reports, options).split("\n");
}

describe("tableReport", () => {
  test("shows name, score and a bar per label", () => {
    const report = makeReport([makeTest({ status: "passed", max: 2.5 }), makeTest({ name: "b" })]);
    expect(lines(report).slice(0, 2)).toEqual([
      "alice.zip: 2.5 of 3.5 points",
      "  1  First steps  ██████████████░░░░░░  2.5 of 3.5   1 passed, 1 failed",
    ]);
  });

  test("lists what did not pass, with place and command, and what is not written apart", () => {
    const report = makeReport([
      makeTest({ name: "later", status: "not-written", message: "one is not written yet" }),
      makeTest({ file: "labs/base/src/one.ts", line: 7, message: "expected 1, got 2\nsteps" }),
    ]);
    expect(lines(report).slice(3)).toEqual([
      "  ✗ adds  failed, label 1",
      "      expected 1, got 2",
      "      steps",
      "      at labs/base/src/one.ts:7",
      "      again: npm run lab -- test 1 -t adds --seed 1",
      "",
      "  ○ later  not written, label 1",
      "      one is not written yet",
      "      again: npm run lab -- test 1 -t adds --seed 1",
      "",
    ]);
  });

  test("says a thing once that many tests say", () => {
    const report = makeReport(["a", "b", "c"].map((name) => makeTest({ name })));
    expect(lines(report)).toContain("  ✗ a and 2 more  failed, label 1");
  });

  test("cuts long messages and long lists, and says so", () => {
    const message = Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n");
    const block = lines(makeReport([makeTest({ message })])).slice(4, 16);
    expect(block.map((line) => line.trim())).toEqual([
      ...["line 0", "(9 lines)", "line 10", "line 11", "line 12", "line 13"],
      ...["line 14", "line 15", "line 16", "line 17", "line 18", "line 19"],
    ]);
    const many = Array.from({ length: 15 }, (_, i) =>
      makeTest({ name: `t${i}`, message: `m${i}` }),
    );
    expect(lines(makeReport(many))).toContain("  … and 3 more tests that did not pass");
  });

  test("folds the early steps, and keeps the one that failed", () => {
    const steps = Array.from({ length: 80 }, (_, index) => `${index + 5}. get`);
    const message = ["wrong", "(4 earlier steps)", ...steps, "   expected 1", "   but got  2"];
    const block = lines(makeReport([makeTest({ message: message.join("\n") })]));
    expect(block.slice(4, 7)).toEqual(["      wrong", "      (76 earlier steps)", "      77. get"]);
    expect(block.slice(13, 16)).toEqual([
      "      84. get",
      "         expected 1",
      "         but got  2",
    ]);
  });

  test("tells what was not run in one line, behind what failed", () => {
    const lost = { status: "timeout", message: "not run: the test did not end" } as const;
    const text = lines(
      makeReport([
        ...["a", "b", "c"].map((name) => makeTest({ ...lost, name })),
        makeTest({ name: "d", status: "timeout", message: "the test did not end" }),
      ]),
    );
    expect(text[1]).toContain("1 timed out, 3 not run");
    expect(text[3]).toBe("  ✗ d  timed out, label 1");
    expect(text.slice(6)).toEqual([
      "",
      "  – a and 2 more were not run: the test did not end  label 1",
      "",
    ]);
  });

  test("shows problems of the submission with their codes", () => {
    const problems = [{ code: "submission/missing-file", message: "one.ts is missing" }];
    expect(lines(makeReport([makeTest()], { problems }))).toContain(
      "  ! one.ts is missing (submission/missing-file)",
    );
  });

  test("ends with a table over several submissions", () => {
    const text = lines(makeReport([makeTest()]), makeReport([makeTest()], { submission: "bob" }));
    expect(text.filter((line) => line.startsWith("│")).map((line) => line.split("│")[1])).toEqual([
      " submission ",
      " alice.zip  ",
      " bob        ",
    ]);
  });

  test("lets no text of a student act on the terminal", () => {
    for (const text of HOSTILE_TEXTS) {
      const test_ = makeTest({ name: text, message: text, file: text, replay: text });
      const problems = [{ code: "submission/x", message: text }];
      const report = makeReport([test_], { submission: text, problems });
      const written = tableReport([report, report], options);
      expect(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u.test(written)).toBe(false);
    }
  });

  test("is coloured when it is asked to be", () => {
    const paint = new Chalk({ level: 1 });
    const report = makeReport([makeTest()]);
    expect(tableReport([report], { ...options, paint })).toContain("\u001b[31m✗\u001b[39m");
    expect(tableReport([report], options)).not.toContain("\u001b");
  });
});

describe("bar", () => {
  test.each([
    [0, 10, 0],
    [0.1, 10, 1],
    [5, 10, 10],
    [9.99, 10, 19],
    [10, 10, 20],
    [0, 0, 0],
  ])("of %p out of %p fills %p of 20", (score, max, filled) => {
    const text = bar({ score, max }, plain);
    expect(text.length).toBe(20);
    expect(text.split("█").length - 1).toBe(filled);
  });
});
