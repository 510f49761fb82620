/**
 * `--format markdown`: the summary of a GitHub job, or a comment. The scores of all submissions
 * come first and always fit; details follow as long as there is room, because GitHub throws away a
 * summary of more than 1 MiB as a whole.
 */

import { formatPoints } from "../course/points.ts";
import { htmlText, markdownBlock, markdownCode, markdownText } from "./escape-markdown.ts";
import { countStatuses, statusWord, type TestGroup, testsOf, untold } from "./group-tests.ts";
import { plainText } from "./plain-text.ts";
import type { LabelReport, Report, TestReport } from "./report.ts";

/** Below GitHub's limit by enough for what a workflow adds of its own. In bytes of UTF-8. */
const BYTES_MAX = 900 * 1024;

/** Rows of the table over several submissions; a course has fewer students than that. */
const ROWS_MAX = 2_000;

/** Names of tests with one and the same message. */
const NAMES_MAX = 10;

/** The reports as one page. */
export function markdownReport(reports: readonly Report[], bytesMax = BYTES_MAX): string {
  const page = new Page(bytesMax);
  if (reports.length > 1) page.add(overview(reports));
  for (const report of reports) {
    if (page.isFull) break;
    page.add(head(report));
    for (const group of untold(report)) page.add(details(group));
  }
  return page.end();
}

/** Collects blocks until there is no room for one. */
class Page {
  readonly #bytesMax: number;
  readonly #blocks: string[] = [];
  #bytes = 0;
  #left = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get isFull(): boolean {
    return this.#left > 0;
  }

  add(block: string): void {
    const bytes = Buffer.byteLength(block) + 2;
    // Once something was left out, so is all that follows: a gap in the middle would mislead.
    if (this.isFull || this.#bytes + bytes > this.#bytesMax) {
      this.#left += 1;
      return;
    }
    this.#bytes += bytes;
    this.#blocks.push(block);
  }

  end(): string {
    const note = "… the rest is left out, because this page would be too large.";
    return `${[...this.#blocks, ...(this.isFull ? [note] : [])].join("\n\n")}\n`;
  }
}

/** A row per submission, for a class; the first problem is its note. */
function overview(reports: readonly Report[]): string {
  const rows = reports.slice(0, ROWS_MAX).map((report) => {
    const score = `${formatPoints(report.score)} / ${formatPoints(report.max)}`;
    const problem = report.problems[0]?.message ?? "";
    return [name(report), score, countStatuses(testsOf(report)), text(problem)];
  });
  const rest = reports.length - ROWS_MAX;
  const more = rest > 0 ? `\n\n… and ${rest} more submissions` : "";
  return `# Grades\n\n${table(["Submission", "Score", "Tests", "Note"], rows)}${more}`;
}

/** What is said of a submission before any detail: score, labels, problems. */
function head(report: Report): string {
  const score = `${formatPoints(report.score)} of ${formatPoints(report.max)} points`;
  const rows = report.labs.flatMap((lab) =>
    lab.labels.map((label) => [
      lab.lab,
      label.label,
      `${formatPoints(label.score)} / ${formatPoints(label.max)}`,
      bar(label),
      countStatuses(label.tests),
    ]),
  );
  return [
    `## ${name(report)}: ${score}`,
    table(["Lab", "Label", "Points", "", "Tests"], rows),
    ...report.problems.map(({ code, message }) => `- **${text(code)}** ${text(message)}`),
  ].join("\n\n");
}

/** One group of tests that did not pass, folded. */
function details({ label, status, message, tests, first }: TestGroup): string {
  const more = tests.length > 1 ? ` and ${tests.length - 1} more` : "";
  const summary = `${first.name}${more} (${label}): ${statusWord(status)}`;
  const names = tests.slice(1, NAMES_MAX).map((test) => `- ${text(test.name)}`);
  return [
    // Markdown is not read inside a tag, so this line is escaped as HTML.
    `<details><summary>${htmlText(plainText(summary))}</summary>`,
    ...(place(first) ?? []),
    markdownBlock(plainText(message)),
    ...(names.length > 0 ? [`The same:\n${names.join("\n")}`] : []),
    `Run it again: ${markdownCode(plainText(first.replay))}`,
    "</details>",
  ].join("\n\n");
}

/** The line that a failure points at, if it points anywhere. */
function place({ file, line }: TestReport): readonly string[] | undefined {
  if (file === undefined) return undefined;
  return [`At ${markdownCode(line === undefined ? file : `${file}:${line}`)}`];
}

/** Ten squares, filled as far as the points go; full only with all points. */
function bar({ score, max }: LabelReport): string {
  const filled = max === 0 ? 0 : Math.floor((score / max) * 10);
  return "■".repeat(filled) + "□".repeat(10 - filled);
}

/** A table as GitHub reads it. The cells are escaped already. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** How the page calls a submission. */
function name(report: Report): string {
  return text(report.submission);
}

/** Anything that somebody else wrote, as one line of text. */
function text(value: string): string {
  return markdownText(plainText(value));
}
