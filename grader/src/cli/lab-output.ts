/**
 * What `lab test` shows: each test as it ends, then what did not pass, with its numbered steps and
 * where to read on, then the score.
 */

import type { GradeEvent } from "../grade/grade-submission.ts";
import { groupFailures, type TestGroup } from "../report/group-tests.ts";
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
  const blocks = groups.map((group) => failureBlock(group, paint, hint(group, hints)));
  return `${[...blocks, scoreboard(report, { paint, titles })].join("\n\n")}\n`;
}

/** What to do about a group of tests. Texts of comments are the student's. */
function hint({ status, message, label }: TestGroup, hints: Hints): readonly string[] {
  const gap =
    status === "not-written" ? hints.gaps.find((one) => message.includes(one.name)) : undefined;
  if (gap === undefined) return [`read: ${hints.handout(label)}`];
  const action = gap.action === undefined ? "" : `  (${gap.action})`;
  return [`write: ${gap.file}:${gap.line}${action}`, `read: ${gap.read ?? hints.handout(label)}`];
}
