/**
 * What `lab test` shows: each test as it ends, then what did not pass, with its numbered steps and
 * where to read on, then the sum.
 */

import { formatPoints } from "../course/points.ts";
import type { GradeEvent } from "../grade/grade-submission.ts";
import { countStatuses, groupFailures, type TestGroup, testsOf } from "../report/group-tests.ts";
import { plainLine, plainText } from "../report/plain-text.ts";
import type { Report } from "../report/report.ts";
import { failureBlock, mark, type Paint, scoreboard } from "../report/table.ts";
import type { OpenGap } from "./open-gaps.ts";

/** A line for an event, or nothing. */
export function eventLine(event: GradeEvent, paint: Paint): string {
  switch (event.type) {
    case "test-end": {
      const { name, status, durationMs } = event.test;
      const time = status === "passed" ? paint.dim(`  ${Math.round(durationMs)} ms`) : "";
      return `  ${mark(status, paint)} ${plainLine(name)}${time}\n`;
    }
    case "console": {
      const lines = plainText(event.text).trimEnd().split("\n");
      return lines.map((line) => `${paint.dim("    │")} ${line}\n`).join("");
    }
    case "label-start":
    case "label-end":
    case "test-start":
      return "";
  }
}

/** Where things are explained, for the hints. */
export interface Hints {
  readonly gaps: readonly OpenGap[];
  /** The page of a label's lab: `docs/labs/standalone.md`. */
  readonly handout: (label: string) => string;
}

/** Everything after the last test. */
export function summary(
  report: Report,
  { paint, titles, hints }: { paint: Paint; titles: ReadonlyMap<string, string>; hints: Hints },
): string {
  const groups = report.labs.flatMap((lab) => lab.labels.flatMap(groupFailures));
  const blocks = groups.map((group) => {
    const shown = [failureBlock(group, paint), ...hint(group, hints).map((l) => paint.cyan(l))];
    return shown.join("\n");
  });
  const counts = countStatuses(testsOf(report));
  const points = `${formatPoints(report.score)} of ${formatPoints(report.max)} points`;
  return `${[...blocks, scoreboard(report, { paint, titles }), `${counts}: ${points}`].join("\n\n")}\n`;
}

/** What to do about a group of tests, as indented lines. */
function hint({ status, message, label }: TestGroup, hints: Hints): readonly string[] {
  if (status !== "not-written") return [`      read: ${hints.handout(label)}`];
  const gap = hints.gaps.find((one) => message.includes(one.name));
  if (gap === undefined) return [`      read: ${hints.handout(label)}`];
  const action = gap.action === undefined ? "" : `  (${gap.action})`;
  // The comment is a text of the student's as well.
  return [
    `      write: ${plainLine(`${gap.file}:${gap.line}${action}`)}`,
    `      read: ${plainLine(gap.read ?? hints.handout(label))}`,
  ];
}
