/**
 * Makes the report of one test from its result.
 */

import type { TestConfig } from "../course/lab-config.ts";
import type { LabelRequest } from "../grade/label-request.ts";
import { quote } from "../grade/replay-command.ts";
import type { TestReport } from "../report/report.ts";
import type { TestResult } from "./label-ledger.ts";

/** The report of `test`. Only a test that passed has points. */
export function testReport(
  test: TestConfig,
  result: TestResult,
  { label, seed }: Pick<LabelRequest, "label" | "seed">,
): TestReport {
  const { name, points: max } = test;
  const { status, message, durationMs, file, line } = result;
  return {
    name,
    status,
    points: status === "passed" ? max : 0,
    max,
    durationMs,
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    seed,
    replay: `npm run lab -- test ${label.label} -t ${quote(name)} --seed ${seed}`,
  };
}
