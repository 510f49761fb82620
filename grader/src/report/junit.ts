/**
 * `--format junit`: what most CI systems and several teaching platforms read (built with
 * xmlbuilder2).
 *
 * One suite per submission and label, one case per test. A test that failed or is not written yet
 * is a `failure`; one that could not give an answer (timeout, crash, rejected) an `error`. Points
 * are properties, a convention that readers without it ignore. XML 1.0 has no place for some
 * characters, not even escaped; they become visible text.
 */

import { create } from "xmlbuilder2";
import { plainText } from "./plain-text.ts";
import type { LabelReport, Report, TestReport, TestStatus } from "./report.ts";

type Element = ReturnType<typeof create>;

/** Whether a status is the answer "wrong", or the lack of an answer. */
const CHILD: Readonly<Record<TestStatus, "failure" | "error" | undefined>> = {
  passed: undefined,
  failed: "failure",
  "not-written": "failure",
  timeout: "error",
  crashed: "error",
  rejected: "error",
};

/** One document over all reports. */
export function junitReport(reports: readonly Report[]): string {
  const labels = reports.flatMap((report) => report.labs.flatMap((lab) => lab.labels));
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name: "TinyKV",
    ...totals(labels.flatMap((label) => label.tests)),
  });
  for (const report of reports) {
    const problems = report.problems.map(({ code, message }) => `${code}: ${message}`);
    for (const lab of report.labs) {
      for (const label of lab.labels) addSuite(root, report, lab.lab, label, problems);
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

/**
 * One label of one submission. Its properties repeat what the report says as a whole, because
 * readers of this format look at suites one by one.
 */
function addSuite(
  root: Element,
  report: Report,
  lab: string,
  label: LabelReport,
  problems: readonly string[],
): void {
  const suite = root.ele("testsuite", {
    name: xmlText(`${report.submission} / ${lab} / ${label.label}`),
    ...totals(label.tests),
  });
  addProperties(suite, {
    submission: report.submission,
    points: label.score,
    "max-points": label.max,
    seed: report.seed,
    deps: report.deps,
  });
  for (const test of label.tests) addCase(suite, `${lab}.${label.label}`, test);
  if (problems.length > 0) suite.ele("system-err").txt(xmlText(problems.join("\n")));
}

/** One test. The first line of a message is its title, the whole message the text. */
function addCase(suite: Element, classname: string, test: TestReport): void {
  const element = suite.ele("testcase", {
    name: xmlText(test.name),
    classname,
    time: seconds(test.durationMs),
    ...(test.file === undefined ? {} : { file: xmlText(test.file) }),
    ...(test.line === undefined ? {} : { line: test.line }),
  });
  addProperties(element, { points: test.points, "max-points": test.max });
  const child = CHILD[test.status];
  if (child === undefined) return;
  const message = xmlText(test.message);
  const text = `${message}\nrun again: ${xmlText(test.replay)}`;
  element.ele(child, { message: message.split("\n", 1)[0] ?? "", type: test.status }).txt(text);
}

/** Properties are how this format carries what it has no place for. */
function addProperties(parent: Element, values: Readonly<Record<string, string | number>>): void {
  const properties = parent.ele("properties");
  for (const [name, value] of Object.entries(values)) {
    properties.ele("property", { name, value: xmlText(String(value)) });
  }
}

/** The counts that readers of this format expect at suites and at the whole. */
function totals(tests: readonly TestReport[]) {
  const count = (kind: "failure" | "error") =>
    tests.filter((test) => CHILD[test.status] === kind).length;
  return {
    tests: tests.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: 0,
    time: seconds(tests.reduce((sum, test) => sum + test.durationMs, 0)),
  };
}

/** Always with a dot, whatever the locale. */
function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

/** Text that XML 1.0 can hold: `plainText` leaves two code points that it forbids. */
export function xmlText(text: string): string {
  return plainText(text).replace(/[\ufffe\uffff]/g, "\ufffd");
}
