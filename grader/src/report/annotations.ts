/**
 * Workflow commands for GitHub Actions: failing tests as annotations at the student's own lines.
 *
 * GitHub shows 10 errors per step and drops the rest without a word, so one place is annotated
 * once, and what is left over is counted in a notice. Commands are recognised anywhere in a log; so
 * output that holds a student's text must be fenced (`fence`).
 *
 * Source: GitHub's documentation, "Workflow commands for GitHub Actions".
 */

import { randomUUID } from "node:crypto";
import { formatPoints } from "../course/points.ts";
import { plainLine } from "./plain-text.ts";
import type { Report, TestReport } from "./report.ts";

/** GitHub shows so many errors of one step. */
const ERRORS_MAX = 10;

/** Annotations are read in a small box. */
const MESSAGE_MAX = 4_000;

/** The commands for all reports, one per line, each line ended. */
export function annotations(reports: readonly Report[]): string {
  const errors = groupByPlace(reports.flatMap(failures));
  const shown = errors.slice(0, ERRORS_MAX).map(errorCommand);
  const rest = errors.length - shown.length;
  const left = rest > 0 ? [notice("More failures", `${rest} more; see the job's summary`)] : [];
  const scores = reports.map((report) => {
    const score = `${formatPoints(report.score)} of ${formatPoints(report.max)} points`;
    return notice("Grade", `${plainLine(report.submission)}: ${score}`);
  });
  return [...shown, ...left, ...scores].map((line) => `${line}\n`).join("");
}

/** Wraps output so that no workflow command in it is obeyed, whatever it contains. */
export function fence(output: string, token: string = randomUUID()): string {
  const end = output.endsWith("\n") ? "" : "\n";
  return `::stop-commands::${token}\n${output}${end}::${token}::\n`;
}

/** Escapes the value after the second `::`. */
export function commandText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Escapes the value of a property such as `title`. */
export function commandProperty(text: string): string {
  return commandText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Tests that failed at the same place with the same words. */
interface Failure {
  readonly test: TestReport;
  readonly names: readonly string[];
}

/** What is not written yet is no failure: the summary lists it, and the code is not at fault. */
function failures(report: Report): readonly TestReport[] {
  return report.labs
    .flatMap((lab) => lab.labels.flatMap((label) => label.tests))
    .filter((test) => test.status !== "passed" && test.status !== "not-written");
}

/** Tests with the same words at the same place, together, in the order of their first. */
function groupByPlace(tests: readonly TestReport[]): readonly Failure[] {
  const groups = new Map<string, Failure>();
  for (const test of tests) {
    const key = JSON.stringify([test.file, test.line, test.status, test.message]);
    const names = [...(groups.get(key)?.names ?? []), test.name];
    groups.set(key, { test: groups.get(key)?.test ?? test, names });
  }
  // Those with a line first: they are what annotations are for.
  const all = [...groups.values()];
  return [...all.filter((one) => one.test.line), ...all.filter((one) => !one.test.line)];
}

/** One annotation. Without a place it still shows, in the list of the job. */
function errorCommand({ test, names }: Failure): string {
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  const title = `${names[0] ?? test.name}${more}: ${test.status}`;
  const properties = [
    ...(test.file === undefined ? [] : [`file=${commandProperty(test.file)}`]),
    ...(test.line === undefined ? [] : [`line=${test.line}`]),
    `title=${commandProperty(plainLine(title))}`,
  ];
  const message = test.message.slice(0, MESSAGE_MAX);
  return `::error ${properties.join(",")}::${commandText(message)}`;
}

/** A line that informs; it does not count against the limit of errors. */
function notice(title: string, text: string): string {
  return `::notice title=${commandProperty(title)}::${commandText(text)}`;
}
