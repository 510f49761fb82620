/** The JSON contract: shape, order of fields, and hostile texts. */

import { describe, expect, test } from "@jest/globals";
import { HOSTILE_TEXTS, makeReport, makeTest } from "../testing/make-report.ts";
import { jsonReport } from "./json.ts";
import { type Report, reportSchema } from "./report.ts";

describe("jsonReport", () => {
  test("is one object for one submission, and an array for several", () => {
    const report = makeReport([makeTest()]);
    expect(JSON.parse(jsonReport([report]))).toEqual(report);
    expect(JSON.parse(jsonReport([report, report]))).toEqual([report, report]);
  });

  test("has the fields of the contract, in its order", () => {
    const report = makeReport([makeTest({ file: "labs/base/src/one.ts", line: 3 })]);
    const parsed = JSON.parse(jsonReport([report])) as Report;
    expect(Object.keys(parsed)).toEqual([
      ...["submission", "score", "max", "seed", "durationMs", "deps", "labs", "problems"],
    ]);
    expect(Object.keys(parsed.labs[0] ?? {})).toEqual(["lab", "score", "max", "labels"]);
    expect(Object.keys(parsed.labs[0]?.labels[0] ?? {})).toEqual([
      "label",
      "score",
      "max",
      "tests",
    ]);
    expect(Object.keys(parsed.labs[0]?.labels[0]?.tests[0] ?? {}).sort()).toEqual([
      ...["durationMs", "file", "line", "max", "message", "name", "points", "replay", "seed"],
      "status",
    ]);
  });

  test("stays valid, whatever a student wrote", () => {
    for (const message of HOSTILE_TEXTS) {
      const report = makeReport([makeTest({ message })], { submission: message });
      const parsed = reportSchema.parse(JSON.parse(jsonReport([report])));
      expect(parsed.submission).toBe(message);
      expect(jsonReport([report]).endsWith("}\n")).toBe(true);
    }
  });

  test("refuses to write what is no report", () => {
    const report = makeReport([makeTest()]);
    expect(() => jsonReport([{ ...report, score: -1 }])).toThrow();
  });
});
