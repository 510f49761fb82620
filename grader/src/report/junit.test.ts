/** JUnit documents, read again by an XML parser. */

import { describe, expect, test } from "@jest/globals";
import { convert } from "xmlbuilder2";
import { HOSTILE_TEXTS, makeReport, makeTest } from "../testing/make-report.ts";
import { junitReport } from "./junit.ts";
import type { Report } from "./report.ts";

/** An element as xmlbuilder2 reads it. */
type Xml = { readonly [name: string]: Xml } & { readonly [index: number]: Xml };

/** The document, parsed again: fails if it is not well-formed. */
function parse(reports: readonly Report[]): Xml {
  return convert(junitReport(reports), { format: "object", group: true }) as unknown as Xml;
}

const all = makeReport([
  makeTest({ name: "a", status: "passed", max: 0.5, durationMs: 1234 }),
  makeTest({ name: "b", file: "labs/base/src/one.ts", line: 7, message: "first\nsecond" }),
  makeTest({ name: "c", status: "not-written", message: "one is not written yet" }),
  makeTest({ name: "d", status: "timeout" }),
  makeTest({ name: "e", status: "crashed" }),
  makeTest({ name: "f", status: "rejected" }),
]);

describe("junitReport", () => {
  test("has one suite per submission and label, and counts", () => {
    const suites = parse([all, { ...all, submission: "bob" }])["testsuites"];
    expect(suites).toMatchObject({
      "@": { name: "TinyKV", tests: "12", failures: "4", errors: "6", skipped: "0" },
    });
    expect(suites?.["testsuite"]).toMatchObject([
      { "@": { name: "alice.zip / base / 1", tests: "6", failures: "2", errors: "3" } },
      { "@": { name: "bob / base / 1" } },
    ]);
  });

  test("has one case per test, with its time, place and points", () => {
    const cases = parse([all])["testsuites"]?.["testsuite"]?.["testcase"];
    expect(cases).toMatchObject([
      { "@": { name: "a", classname: "base.1", time: "1.234" } },
      { "@": { name: "b", file: "labs/base/src/one.ts", line: "7", time: "0.012" } },
      ...["c", "d", "e", "f"].map((name) => ({ "@": { name } })),
    ]);
    expect(cases?.[0]?.["properties"]?.["property"]).toMatchObject([
      { "@": { name: "points", value: "0.5" } },
      { "@": { name: "max-points", value: "0.5" } },
    ]);
  });

  test("tells a wrong answer from the lack of one", () => {
    const text = junitReport([all]);
    expect(text).toContain('<failure message="first" type="failed">first\nsecond\nrun again: npm');
    expect(text).toContain('<failure message="one is not written yet" type="not-written">');
    for (const type of ["timeout", "crashed", "rejected"]) {
      expect(text).toContain(`<error message="expected 1, got 2" type="${type}">`);
    }
  });

  test("carries what is wrong with a submission", () => {
    const problems = [{ code: "submission/missing-file", message: "one.ts is missing" }];
    expect(junitReport([makeReport([makeTest()], { problems })])).toContain(
      "<system-err>submission/missing-file: one.ts is missing</system-err>",
    );
  });

  test("is well-formed, whatever a student wrote", () => {
    for (const text of HOSTILE_TEXTS) {
      const test_ = makeTest({ name: text, message: text, file: text, replay: text });
      const problems = [{ code: "submission/x", message: text }];
      const report = makeReport([test_], { submission: text, problems });
      const cases = parse([report])["testsuites"]?.["testsuite"]?.["testcase"];
      expect(cases).toMatchObject({ "@": { classname: "base.1" } });
      // Everything that XML 1.0 forbids, even as a reference.
      expect(junitReport([report])).not.toMatch(
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&#x?0*[0-8b-f];/i,
      );
    }
  });

  test("of a submission without tests is still a document", () => {
    const empty = { ...makeReport([]), labs: [] };
    expect(parse([empty])["testsuites"]).toMatchObject({ "@": { tests: "0" } });
  });
});
