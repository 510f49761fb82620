/**
 * `grade`: the autograder. Reads the call, grades, writes one report in one format, and says with
 * its exit code how that went. Standard output holds the report and nothing else.
 */

import { join, resolve } from "node:path";
import { Chalk } from "chalk";
import { type Course, loadCourse } from "../course/course.ts";
import { formatPoints } from "../course/points.ts";
import { selectLabels } from "../course/select.ts";
import { type Graded, gradeAll } from "../grade/grade-all.ts";
import { createPool } from "../grade/pool.ts";
import { annotations, fence } from "../report/annotations.ts";
import { jsonReport } from "../report/json.ts";
import { junitReport } from "../report/junit.ts";
import { markdownReport } from "../report/markdown.ts";
import { plainLine } from "../report/plain-text.ts";
import type { Report } from "../report/report.ts";
import { type TableOptions, tableReport } from "../report/table.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import { type Format, type FormattedFile, type GradeCall, readGradeCall } from "./grade-options.ts";
import { gradeProgress } from "./grade-progress.ts";
import { prepareFiles, writeReportFile } from "./report-file.ts";

/** Runs `grade` with these arguments and resolves to its exit code. */
export async function gradeCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const call = await readGradeCall(args, io);
  if (call === undefined) return EXIT.ok;
  const course = loadCourse(io.root);
  const outs = reportFiles(call).map(({ out }) => out);
  await prepareFiles(outs, io.from, inputs(course, call, io));
  const graded = await gradeWithProgress(course, call, io);
  await writeReports(course, call, graded, io);
  await tellProblems(call, graded, io);
  return exitCode(graded, call.minScore);
}

/** The titles of all labels, for people. */
export function labelTitles(course: Course): ReadonlyMap<string, string> {
  const labels = course.labs.flatMap((lab) => lab.config.labels);
  return new Map(labels.map(({ label, title }) => [label, title]));
}

/** Grades all sources of the call, and shows how far it has come. */
async function gradeWithProgress(course: Course, call: GradeCall, io: CommandIo) {
  const tests = selectLabels(course, call).flatMap((selected) => selected.tests);
  const size = { submissions: call.sources.length, testsEach: tests.length };
  const progress = gradeProgress(io.stderr, size);
  try {
    return await gradeAll(course, call.sources, {
      ...call,
      from: io.from,
      pool: createPool(call.jobs),
      onEvent: progress.onEvent,
      signal: io.signal,
      ...(io.run === undefined ? {} : { run: io.run }),
    });
  } finally {
    progress.stop();
  }
}

/** Writes every report that was asked for: files first, then standard output, then annotations. */
async function writeReports(
  course: Course,
  call: GradeCall,
  graded: readonly Graded[],
  io: CommandIo,
): Promise<void> {
  const reports = graded.map((one) => one.report);
  const titles = labelTitles(course);
  for (const { format, out } of reportFiles(call)) {
    // A file is no terminal, whatever standard output is.
    const options = { paint: new Chalk({ level: 0 }), titles };
    await writeReportFile(resolve(io.from, out), formatted(format, reports, options));
  }
  const notes = call.annotations ? annotations(reports) : "";
  if (call.out !== undefined) return write(io.stdout, notes);
  // People get the sentence alone when there is nothing to show; programs always get a report.
  const isBare = graded.length === 1 && graded[0]?.outcome !== "graded" && call.format === "table";
  if (isBare) return;
  const text = formatted(call.format, reports, { paint: paintFor(io, io.stdout), titles });
  // What a student wrote must not be taken for a command by the log that it ends up in.
  const isLog =
    call.format === "table" && (call.annotations || io.env["GITHUB_ACTIONS"] === "true");
  await write(io.stdout, isLog ? fence(text) : text);
  await write(call.format === "table" ? io.stdout : io.stderr, notes);
}

/** Every report of the call that goes to a file. */
function reportFiles({ format, out, also }: GradeCall): readonly FormattedFile[] {
  return [...(out === undefined ? [] : [{ format, out }]), ...also];
}

/** Files and folders that a report must not overwrite. */
function inputs(course: Course, call: GradeCall, io: CommandIo): readonly string[] {
  const named = call.sources.flatMap((source) =>
    source.kind === "path" ? [resolve(io.from, source.path)] : [],
  );
  const owned = course.labs.flatMap(({ config, folder }) =>
    config.owns.map((path) => join(folder, path)),
  );
  return [...named, ...owned];
}

/** The text of a report in one format. */
function formatted(format: Format, reports: readonly Report[], options: TableOptions): string {
  switch (format) {
    case "json":
      return jsonReport(reports);
    case "junit":
      return junitReport(reports);
    case "markdown":
      return markdownReport(reports);
    case "table":
      return tableReport(reports, options);
  }
}

/** Says on standard error what explains the exit code, unless the table has said it already. */
async function tellProblems(
  call: GradeCall,
  graded: readonly Graded[],
  io: CommandIo,
): Promise<void> {
  const isTold = call.format === "table" && call.out === undefined && graded.length > 1;
  for (const one of graded) {
    const { submission, score, problems } = one.report;
    const [problem] = problems;
    if (one.outcome !== "graded" && !(isTold && one.outcome === "unreadable")) {
      const sentence = plainLine(`${submission}: ${problem?.message ?? ""}`);
      await write(io.stderr, `${sentence} (${problem?.code ?? ""})\n`);
    }
    if (one.outcome === "grader-failed" && one.error instanceof Error) {
      await write(io.stderr, `${one.error.stack ?? one.error.message}\n`);
    }
    if (one.outcome === "graded" && call.minScore !== undefined && score < call.minScore) {
      const points = `${formatPoints(score)} points`;
      const sentence = `${plainLine(submission)}: ${points}, which is below ${call.minScore}`;
      await write(io.stderr, `${sentence}\n`);
    }
  }
}

/** Several submissions count as read if one of them could be read. */
function exitCode(graded: readonly Graded[], minScore: number | undefined): number {
  if (graded.some((one) => one.outcome === "grader-failed")) return EXIT.grader;
  if (graded.every((one) => one.outcome === "unreadable")) return EXIT.usage;
  const isBelow = graded.some((one) => minScore !== undefined && one.report.score < minScore);
  return isBelow ? EXIT.below : EXIT.ok;
}
