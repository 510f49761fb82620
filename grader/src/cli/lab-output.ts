/**
 * What `lab test` shows: each test as it ends, then what did not pass, with its numbered steps and
 * where to read on, then the score.
 */

import type { GradeEvent } from "../grade/grade-submission.ts";
import { type TestGroup, testsOf, untold, wasNotRun } from "../report/group-tests.ts";
import { plainLine, plainText } from "../report/plain-text.ts";
import type { Report } from "../report/report.ts";
import { failureBlock, mark, type Paint, scoreboard } from "../report/table.ts";
import type { OpenGap } from "./open-gaps.ts";

/** A line for an event, or nothing. */
export function eventLine(event: GradeEvent, paint: Paint): string {
  switch (event.type) {
    case "test-end": {
      const { name, status, durationMs } = event.test;
      if (wasNotRun(event.test)) return `  ${paint.dim("–")} ${plainLine(name)}  not run\n`;
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

/** How a summary is to look. */
export interface SummaryOptions {
  readonly paint: Paint;
  readonly titles: ReadonlyMap<string, string>;
  readonly hints: Hints;
  /** Whether messages are shown whole. */
  readonly isFull?: boolean;
}

/** Everything after the last test. */
export function summary(
  report: Report,
  { paint, titles, hints, isFull = false }: SummaryOptions,
): string {
  const blocks = untold(report).map((group) =>
    failureBlock(group, paint, { hints: hint(group, hints), isFull }),
  );
  // Code runs without its types being looked at, and a wrong type is often all that is wrong.
  const isRed = testsOf(report).some(({ status }) => !["passed", "not-written"].includes(status));
  const types = isRed ? [paint.cyan("Check the types too: npm run check -- --only types")] : [];
  return `${[...blocks, scoreboard(report, { paint, titles }), ...types].join("\n\n")}\n`;
}

/** What to do about a group of tests. Texts of comments are the student's. */
function hint({ status, message, label }: TestGroup, hints: Hints): readonly string[] {
  const gap =
    status === "not-written" ? hints.gaps.find((one) => message.includes(one.name)) : undefined;
  if (gap === undefined) return [`read: ${hints.handout(label)}`];
  const action = gap.action === undefined ? "" : `  (${gap.action})`;
  return [`write: ${gap.file}:${gap.line}${action}`, `read: ${gap.read ?? hints.handout(label)}`];
}
