/** Reports for the tests of formats and displays. */

import { buildLabel, buildReport } from "../grade/build-report.ts";
import type { Report, TestReport } from "../report/report.ts";

/** One test's report; what is not said is that of a test that failed. */
export function makeTest(more: Partial<TestReport> = {}): TestReport {
  return {
    ...{ name: "adds", status: "failed", points: 0, max: 1, durationMs: 12, seed: 1 },
    ...{ message: "expected 1, got 2", replay: "npm run lab -- test 1 -t adds --seed 1" },
    ...more,
  };
}

/** A report on one submission with these tests, all of label 1 of the lab `base`. */
export function makeReport(tests: readonly TestReport[], more: Partial<Report> = {}): Report {
  const head = {
    ...{ submission: "alice.zip", seed: 1, durationMs: 34, deps: "own" as const, problems: [] },
    ...more,
  };
  return buildReport(head, [{ lab: "base", report: buildLabel("1", tests) }]);
}

/**
 * Texts by which a student might try to be more than text: for terminals, HTML, Markdown, XML,
 * workflow logs.
 */
export const HOSTILE_TEXTS: readonly string[] = [
  "\u001b[2J\u001b[1;1H\u001b]0;title\u0007",
  "\u009b31mred\u0085\u2028\u202edesrever\u2066",
  "::error file=x::forged\n::set-output name=score::100\n##[error]forged",
  "</failure></testcase><testcase name='forged'/> ]]> <!-- & -->",
  "<script>alert(1)</script><img src=x onerror=alert(1)></details>",
  "| a | b |\n\n# 10 of 10 points\n\n[click](javascript:alert(1)) @everyone #1 `code` ~~~",
  "```\n````\n# escaped\n</details>",
  "\u0000\u0001\u000b\ufffe\uffff\ud800 lone",
  "漢字 🦀 é ‮ “quotes” 'single' \"double\"",
];
