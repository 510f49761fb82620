/**
 * `--format json`: one object for one submission, an array for several, and nothing else. The shape
 * is `reportSchema`; a report that does not fit is our mistake and must not leave the house.
 */

import { type Report, reportSchema } from "./report.ts";

/** The reports as text, with a newline at the end. */
export function jsonReport(reports: readonly Report[]): string {
  const checked = reports.map((report) => reportSchema.parse(report));
  const [only] = checked;
  return `${JSON.stringify(checked.length === 1 ? only : checked, undefined, 2)}\n`;
}
