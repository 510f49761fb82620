/** What `lab test` shows of events and of a report. */

import { describe, expect, test } from "@jest/globals";
import { Chalk } from "chalk";
import type { TestStatus } from "../report/report.ts";
import { HOSTILE_TEXTS, makeReport, makeTest } from "../testing/make-report.ts";
import { eventLine, summary } from "./lab-output.ts";

const paint = new Chalk({ level: 0 });
const about = { submission: "working tree", label: "1" };
const gap = {
  ...{ label: "1", name: "Storage.start", file: "labs/base/src/one.ts", line: 5 },
  ...{ action: "open it.", read: "docs/labs/base.md#start" },
};
const hints = { gaps: [gap], handout: (label: string) => `docs/of-${label}.md` };

/** The whole summary of a report on these tests. */
function summaryOf(...tests: ReturnType<typeof makeTest>[]): string {
  return summary(makeReport(tests), { paint, titles: new Map([["1", "First"]]), hints });
}

describe("eventLine", () => {
  test.each<[TestStatus, string]>([
    ["passed", "  ✓ adds  12 ms\n"],
    ["failed", "  ✗ adds\n"],
    ["timeout", "  ✗ adds\n"],
    ["crashed", "  ✗ adds\n"],
    ["rejected", "  ✗ adds\n"],
    ["not-written", "  ○ adds\n"],
  ])("is one line for a test that ended as %s", (status, line) => {
    expect(eventLine({ ...about, type: "test-end", test: makeTest({ status }) }, paint)).toBe(line);
  });

  test("marks each line that the student's code printed", () => {
    const event = { ...about, type: "console", name: "adds", text: "a\nb\n\n" } as const;
    expect(eventLine(event, paint)).toBe("    │ a\n    │ b\n");
  });

  test("lets nothing printed act on the terminal", () => {
    for (const text of HOSTILE_TEXTS) {
      const line = eventLine({ ...about, type: "console", name: "x", text }, paint);
      expect(/[^\P{Cc}\n\t]/u.test(line)).toBe(false);
      expect(line.split("\n").every((one) => one === "" || one.startsWith("    │ "))).toBe(true);
    }
  });

  test("says nothing when things begin", () => {
    expect(eventLine({ ...about, type: "label-start", lab: "base", tests: 1 }, paint)).toBe("");
    expect(eventLine({ ...about, type: "test-start", name: "adds" }, paint)).toBe("");
  });
});

describe("eventLine of a test that was not run", () => {
  test("marks it as neither passed nor failed", () => {
    const lost = makeTest({ status: "timeout", message: "not run: the test did not end" });
    expect(eventLine({ ...about, type: "test-end", test: lost }, paint)).toBe(
      "  – adds  not run\n",
    );
  });
});

describe("summary", () => {
  test("suggests to check the types if a test failed, and only then", () => {
    const types = /\n\nCheck the types too: npm run check -- --only types\n$/;
    expect(summaryOf(makeTest())).toMatch(types);
    expect(summaryOf(makeTest({ status: "not-written" }))).not.toMatch(types);
    expect(summaryOf(makeTest({ status: "passed" }))).not.toMatch(types);
  });

  test("shows messages whole if it is asked to", () => {
    const message = Array.from({ length: 60 }, (_, index) => `${index + 1}. step`).join("\n");
    const options = { paint, titles: new Map(), hints };
    const report = makeReport([makeTest({ message })]);
    expect(summary(report, options)).toContain("      1. step\n      (50 earlier steps)\n");
    expect(summary(report, { ...options, isFull: true })).toContain("      30. step\n");
  });

  test("is the score alone if all passed", () => {
    expect(summaryOf(makeTest({ status: "passed" }))).toBe(
      "alice.zip: 1 of 1 points\n" + "  1  First  ████████████████████  1 of 1   1 passed\n",
    );
  });

  test("says once why a lab was not run", () => {
    const message = "labs/base/src/one.ts:1: syntax error: Unexpected token";
    const problems = [{ code: "submission/syntax", message }];
    const report = makeReport([makeTest({ message }), makeTest({ message })], { problems });
    const text = summary(report, { paint, titles: new Map(), hints });
    expect(text.split(message)).toHaveLength(2);
    expect(text).toContain(`  ! ${message} (submission/syntax)`);
  });

  test("points a test that met a gap at the gap, its task and its page", () => {
    const text = summaryOf(
      makeTest({ status: "not-written", message: "Storage.start is not written yet (label 1)" }),
    );
    expect(text).toContain(
      "      write: labs/base/src/one.ts:5  (open it.)\n      read: docs/labs/base.md#start\n",
    );
  });

  test("points at the handout where there is no gap to point at", () => {
    const text = summaryOf(makeTest({ status: "not-written", message: "Other.gap is not" }));
    expect(text).toContain("      read: docs/of-1.md\n      again: ");
    expect(summaryOf(makeTest())).toContain("      read: docs/of-1.md\n");
    expect(summaryOf(makeTest({ message: "Storage.start was wrong" }))).not.toContain("write:");
  });
});
