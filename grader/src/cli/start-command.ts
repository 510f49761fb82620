/**
 * `start`: what a newcomer runs first. Grades the working tree, shows the scoreboard, names the
 * next step, and the two other things to try. It always ends well: an empty scoreboard is where
 * everybody begins.
 */

import { type Course, type Lab, loadCourse } from "../course/course.ts";
import { gradeSubmission } from "../grade/grade-submission.ts";
import { createPool, defaultJobs } from "../grade/pool.ts";
import type { LabelReport, Report } from "../report/report.ts";
import { type Paint, scoreboard } from "../report/table.ts";
import { readSubmission } from "../submission/read-submission.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import { labelTitles } from "./grade-command.ts";
import { gradeProgress } from "./grade-progress.ts";
import { handoutOf } from "./lab-test.ts";
import { openGaps } from "./open-gaps.ts";
import { createCommand, parseArguments } from "./parse-arguments.ts";

/** Runs `start` and resolves to its exit code. */
export async function startCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const command = createCommand("start", io)
    .description("Grades the working tree, and shows the scoreboard and the next step.")
    .action(() => {});
  if (!(await parseArguments(command, args))) return EXIT.ok;
  const course = loadCourse(io.root);
  const report = await gradeWorkingTree(course, io);
  const paint = paintFor(io, io.stdout);
  const board = scoreboard(report, { paint, titles: labelTitles(course) });
  const text = [paint.bold(course.title), board, nextStep(course, report, paint), others(course)];
  await write(io.stdout, `${text.join("\n\n")}\n`);
  return EXIT.ok;
}

/** The same grading as `grade` does, of the working tree alone. */
async function gradeWorkingTree(course: Course, io: CommandIo): Promise<Report> {
  const submission = await readSubmission(course, { kind: "working-tree" }, { from: io.from });
  const tests = course.labs.flatMap((lab) => lab.config.labels.flatMap((label) => label.tests));
  const progress = gradeProgress(io.stderr, { submissions: 1, testsEach: tests.length });
  try {
    return await gradeSubmission(course, submission, {
      deps: "own",
      seed: 1,
      pool: createPool(defaultJobs()),
      onEvent: progress.onEvent,
      signal: io.signal,
      ...(io.run === undefined ? {} : { run: io.run }),
    });
  } finally {
    progress.stop();
  }
}

/** The first label that is not complete: the file to open, the page to read, the command to run. */
function nextStep(course: Course, report: Report, paint: Paint): string {
  for (const lab of course.labs) {
    const labels = report.labs.find((one) => one.lab === lab.config.lab)?.labels ?? [];
    const label = labels.find((one) => one.score < one.max);
    if (label !== undefined) return stepFor(course, lab, label, paint);
  }
  const labels = course.labs.flatMap(({ config }) => config.labels);
  const handouts = labels.map(({ label }) => handoutOf(course, label).replace(/#.*/, ""));
  const pages = [...new Set(handouts)].map((page) => `${page}#checkpoint`);
  return [
    `${paint.bold("Next step:")} every label is complete. Congratulations.`,
    `  read  ${pages.join(", ")}; then the questions below it`,
  ].join("\n");
}

/**
 * What to do about a label. The best place to open is its first gap; where all gaps are filled, the
 * line that a failure points at; and if there is none either, the lab's first file.
 */
function stepFor(course: Course, lab: Lab, report: LabelReport, paint: Paint): string {
  const label = report.label;
  const gap = openGaps(course, lab).find((one) => one.label === label);
  const failed = report.tests.find((test) => test.status !== "passed" && test.file !== undefined);
  const first = { file: `labs/${lab.config.lab}/${lab.config.owns[0] ?? ""}`, line: undefined };
  const open = gap ?? (failed === undefined ? first : { ...first, ...failed });
  const line = open.line === undefined ? "" : `:${open.line}`;
  const title = lab.config.labels.find((one) => one.label === label)?.title ?? "";
  return [
    `${paint.bold("Next step:")} label ${label}, ${title}`,
    `  read  ${handoutOf(course, label)}`,
    `  open  ${open.file}${line}${gap?.action === undefined ? "" : `  (${gap.action})`}`,
    `  run   npm run lab -- test ${label}`,
  ].join("\n");
}

/**
 * What a newcomer can do without having written anything. A student's copy has no solution to show.
 */
function others(course: Course): string {
  const run = course.solution === undefined ? "" : " --solution";
  const grade =
    course.solution === undefined
      ? ["  npm run lab -- list", "what there is to do"]
      : ["  npm run grade -- --solution", "grade the reference solution"];
  const serve = [
    `  npm run server --${run} --raft=false --path data`,
    "run it for real, with its data in ./data",
  ];
  const width = Math.max(...[grade, serve].map(([command = ""]) => command.length));
  const lines = [grade, serve].map(([c = "", what = ""]) => `${c.padEnd(width)}   ${what}`);
  return ["Two other things to try:", ...lines].join("\n");
}
