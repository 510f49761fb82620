/**
 * `grade`: the autograder. Reads the call, grades, writes one report in one format, and says with
 * its exit code how that went. Standard output holds the report and nothing else.
 */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Course, loadCourse } from "../course/course.ts";
import { selectLabels } from "../course/select.ts";
import { type Graded, gradeAll } from "../grade/grade-all.ts";
import { createPool } from "../grade/pool.ts";
import { annotations, fence } from "../report/annotations.ts";
import { jsonReport } from "../report/json.ts";
import { junitReport } from "../report/junit.ts";
import { markdownReport } from "../report/markdown.ts";
import { plainLine } from "../report/plain-text.ts";
import type { Report } from "../report/report.ts";
import { tableReport } from "../report/table.ts";
import { UsageError } from "../usage-error.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import { type GradeCall, readGradeCall } from "./grade-options.ts";
import { gradeProgress } from "./grade-progress.ts";

/** Runs `grade` with these arguments and resolves to its exit code. */
export async function gradeCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const call = await readGradeCall(args, io);
  if (call === undefined) return EXIT.ok;
  const course = loadCourse(io.root);
  const graded = await gradeWithProgress(course, call, io);
  await writeReports(course, call, graded, io);
  await tellProblems(graded, io);
  return exitCode(graded, call.minScore);
}

/** The titles of all labels, for people. */
export function labelTitles(course: Course): ReadonlyMap<string, string> {
  const labels = course.labs.flatMap((lab) => lab.config.labels);
  return new Map(labels.map(({ label, title }) => [label, title]));
}

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

async function writeReports(
  course: Course,
  call: GradeCall,
  graded: readonly Graded[],
  io: CommandIo,
): Promise<void> {
  // People get the sentence alone when there is nothing to show; programs always get a report.
  const isBare = graded.length === 1 && graded[0]?.outcome !== "graded" && call.format === "table";
  if (isBare) return;
  const reports = graded.map((one) => one.report);
  const notes = call.annotations ? annotations(reports) : "";
  if (call.out !== undefined) {
    await writeFileOf(resolve(io.from, call.out), format(course, call, reports, io));
    await write(io.stdout, notes);
    return;
  }
  const text = format(course, call, reports, io);
  // What a student wrote must not be taken for a command by the log that it ends up in.
  const isLog =
    call.format === "table" && (call.annotations || io.env["GITHUB_ACTIONS"] === "true");
  await write(io.stdout, isLog ? fence(text) : text);
  await write(call.format === "table" ? io.stdout : io.stderr, notes);
}

function format(
  course: Course,
  call: GradeCall,
  reports: readonly Report[],
  io: CommandIo,
): string {
  switch (call.format) {
    case "json":
      return jsonReport(reports);
    case "junit":
      return junitReport(reports);
    case "markdown":
      return markdownReport(reports);
    case "table": {
      // A file is no terminal, whatever standard output is.
      const output = call.out === undefined ? io.stdout : undefined;
      const paint = paintFor(
        output === undefined ? { ...io, env: { NO_COLOR: "1" } } : io,
        io.stdout,
      );
      return tableReport(reports, { paint, titles: labelTitles(course) });
    }
  }
}

/** Writes the report's file, with the folders that lead to it. */
async function writeFileOf(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError("grade/out", `${path} cannot be written (${code}); choose another --out`);
  }
}

/** One line on standard error for each submission that was not graded. */
async function tellProblems(graded: readonly Graded[], io: CommandIo): Promise<void> {
  for (const one of graded) {
    if (one.outcome === "graded") continue;
    const [problem] = one.report.problems;
    const sentence = `${one.report.submission}: ${problem?.message ?? ""}`;
    await write(io.stderr, `${plainLine(sentence)} (${problem?.code ?? ""})\n`);
    if (one.outcome !== "grader-failed" || !(one.error instanceof Error)) continue;
    await write(io.stderr, `${one.error.stack ?? one.error.message}\n`);
  }
}

/** Several submissions count as read if one of them could be read. */
function exitCode(graded: readonly Graded[], minScore: number | undefined): number {
  if (graded.some((one) => one.outcome === "grader-failed")) return EXIT.grader;
  if (graded.every((one) => one.outcome === "unreadable")) return EXIT.usage;
  const isBelow = graded.some((one) => minScore !== undefined && one.report.score < minScore);
  return isBelow ? EXIT.below : EXIT.ok;
}
