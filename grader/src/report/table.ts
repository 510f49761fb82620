/**
 * `--format table`, for people: a bar per label, then what did not pass with the first lines of its
 * message and the command that runs it again. Tests that say the same are told once.
 *
 * Colours come from the `Paint` that the caller gives, so that a file or a pipe gets none. (Tables
 * over several submissions are drawn by cli-table3.)
 */

import type { ChalkInstance } from "chalk";
import Table from "cli-table3";
import { formatPoints } from "../course/points.ts";
import {
  countStatuses,
  statusWord,
  type TestGroup,
  testsOf,
  untold,
  wasNotRun,
} from "./group-tests.ts";
import { plainLine, plainText, shorten } from "./plain-text.ts";
import type { LabelReport, Report, TestStatus } from "./report.ts";

/** How text is coloured: chalk, with its level set to what the output can show. */
export type Paint = ChalkInstance;

/** How a table is to look. */
export interface TableOptions {
  readonly paint: Paint;
  /** The labels' titles, by label. */
  readonly titles: ReadonlyMap<string, string>;
}

/** How many lines of a message, and how many groups of a submission, are shown. */
const MESSAGE_LINES_MAX = 12;
const GROUPS_MAX = 12;
/** With several submissions, each is only sketched. */
const GROUPS_OF_MANY_MAX = 3;

/**
 * The reports as text, one block per submission, and a table over all of them if there are several.
 */
export function tableReport(reports: readonly Report[], options: TableOptions): string {
  const groupsMax = reports.length > 1 ? GROUPS_OF_MANY_MAX : GROUPS_MAX;
  const blocks = reports.map((report) => submissionBlock(report, options, groupsMax));
  const all = reports.length > 1 ? [overview(reports, options.paint)] : [];
  return `${[...blocks, ...all].join("\n\n")}\n`;
}

/** The name, score and bars of one submission, and its problems. */
export function scoreboard(report: Report, { paint, titles }: TableOptions): string {
  const score = `${formatPoints(report.score)} of ${formatPoints(report.max)} points`;
  const labels = report.labs.flatMap((lab) => lab.labels);
  const width = Math.max(0, ...labels.map((one) => heading(one, titles).length));
  const lines = labels.map((one) => {
    const points = `${formatPoints(one.score)} of ${formatPoints(one.max)}`;
    const counts = paint.dim(countStatuses(one.tests));
    return `  ${heading(one, titles).padEnd(width)}  ${bar(one, paint)}  ${points}   ${counts}`;
  });
  const problems = report.problems.map(
    ({ code, message }) => `  ${paint.yellow("!")} ${plainLine(message)} ${paint.dim(`(${code})`)}`,
  );
  return [
    `${paint.bold(plainLine(report.submission))}: ${paint.bold(score)}`,
    ...lines,
    ...problems,
  ].join("\n");
}

/** What is to stand in a block besides the failure itself. */
export interface BlockOptions {
  /** What to do about it. */
  readonly hints?: readonly string[];
  /** Whether the message is shown whole. */
  readonly isFull?: boolean;
}

/** One group of tests that did not pass, as indented lines. */
export function failureBlock(
  group: TestGroup,
  paint: Paint,
  { hints = [], isFull = false }: BlockOptions = {},
): string {
  if (wasNotRun(group)) return notRunLine(group, paint);
  const more = group.tests.length > 1 ? paint.dim(` and ${group.tests.length - 1} more`) : "";
  const title = `  ${mark(group.status, paint)} ${plainLine(group.first.name)}${more}`;
  const status = paint.dim(`${statusWord(group.status)}, label ${group.label}`);
  const lines = plainText(group.message).split("\n");
  const shown = isFull ? lines : foldLines(lines);
  return [
    `${title}  ${status}`,
    ...shown.map((line) => `      ${line}`.trimEnd()),
    ...place(group, paint),
    ...hints.map((hint) => paint.cyan(`      ${plainLine(hint)}`)),
    paint.dim(`      again: ${plainLine(group.first.replay)}`),
  ].join("\n");
}

/** Tests that were given up, in one line: what went wrong is told where it did. */
function notRunLine({ tests, first, label, message }: TestGroup, paint: Paint): string {
  const rest = tests.length > 1 ? ` and ${tests.length - 1} more were` : " was";
  const [why = ""] = message.split("\n", 1);
  const text = `${plainLine(first.name)}${rest} ${plainLine(why)}`;
  return `  ${paint.dim("–")} ${text}  ${paint.dim(`label ${label}`)}`;
}

/**
 * The first line and the last ones: a message begins with what went wrong, and ends with the step
 * at which it did.
 */
function foldLines(lines: readonly string[]): readonly string[] {
  if (lines.length <= MESSAGE_LINES_MAX) return lines;
  const last = lines.slice(2 - MESSAGE_LINES_MAX);
  const number = last.map((line) => /^(\d+)\. /.exec(line)?.[1]).find((n) => n !== undefined);
  const hidden = lines.length - last.length - 1;
  const fold = number === undefined ? `(${hidden} lines)` : `(${Number(number) - 1} earlier steps)`;
  return [...lines.slice(0, 1), fold, ...last];
}

/** The sign in front of a test's title. */
export function mark(status: TestStatus, paint: Paint): string {
  switch (status) {
    case "passed":
      return paint.green("✓");
    case "not-written":
      return paint.yellow("○");
    case "failed":
    case "timeout":
    case "crashed":
    case "rejected":
      return paint.red("✗");
  }
}

/** In characters: wide enough to tell 5 % apart. */
const BAR_WIDTH = 20;

/** A bar that is full only with all points, and empty only with none. */
export function bar({ score, max }: Pick<LabelReport, "score" | "max">, paint: Paint): string {
  const share = max === 0 ? 0 : (score / max) * BAR_WIDTH;
  const filled = share > 0 && share < 1 ? 1 : Math.floor(share);
  const colour = filled === BAR_WIDTH ? paint.green : paint.yellow;
  return colour("█".repeat(filled)) + paint.dim("░".repeat(BAR_WIDTH - filled));
}

/** Everything about one submission: the scoreboard, then what did not pass. */
function submissionBlock(report: Report, options: TableOptions, groupsMax: number): string {
  const { paint } = options;
  const groups = untold(report);
  const shown = groups.slice(0, groupsMax).map((group) => failureBlock(group, paint));
  const rest = groups.slice(groupsMax).reduce((sum, group) => sum + group.tests.length, 0);
  const more = rest > 0 ? [paint.dim(`  … and ${rest} more tests that did not pass`)] : [];
  return [scoreboard(report, options), ...shown, ...more].join("\n\n");
}

/** One line per submission. Long names and notes are cut, the blocks above have them whole. */
function overview(reports: readonly Report[], paint: Paint): string {
  const table = new Table({
    head: ["submission", "score", "tests", "note"],
    // A line between any two rows would double the length of a class.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: paint.level > 0 ? ["bold"] : [], border: paint.level > 0 ? ["grey"] : [] },
  });
  for (const report of reports) {
    const score = `${formatPoints(report.score)} / ${formatPoints(report.max)}`;
    const note = plainLine(report.problems[0]?.message ?? "");
    const name = shorten(plainLine(report.submission), 40);
    table.push([name, score, countStatuses(testsOf(report)), shorten(note, 60)]);
  }
  return table.toString();
}

/** A label with its title, if it has one. */
function heading({ label }: LabelReport, titles: ReadonlyMap<string, string>): string {
  const title = titles.get(label);
  return title === undefined ? label : `${label}  ${title}`;
}

/** The line that a failure points at, in the form that terminals turn into a link. */
function place({ first }: TestGroup, paint: Paint): readonly string[] {
  if (first.file === undefined) return [];
  const line = first.line === undefined ? "" : `:${first.line}`;
  return [paint.cyan(`      at ${plainLine(first.file)}${line}`)];
}
