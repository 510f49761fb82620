/**
 * `lab test`: grades one label, or one lab, of the working tree the way `grade` does, but for the
 * person who is writing it: every result at once, failures in full, hints, and again on every save.
 */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { SimulationOrder } from "@tinykv/lab-kit/events";
import { type Course, withDependencies } from "../course/course.ts";
import { type SelectedLabel, selectLabels } from "../course/select.ts";
import { gradeSubmission } from "../grade/grade-submission.ts";
import { createPool } from "../grade/pool.ts";
import { testsOf } from "../report/group-tests.ts";
import type { Report } from "../report/report.ts";
import type { Paint } from "../report/table.ts";
import { readSubmission } from "../submission/read-submission.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import { labelTitles } from "./grade-command.ts";
import { eventLine, summary } from "./lab-output.ts";
import { openGaps } from "./open-gaps.ts";
import { watchFiles } from "./watch-files.ts";

/** What to test, and how. */
export interface LabTestCall {
  readonly labs: readonly string[];
  readonly labels: readonly string[];
  /** Texts of which a test's name must have one; none means all tests. */
  readonly only: readonly string[];
  readonly seed: number;
  readonly debug: boolean;
  /** Whether failures are shown whole; those of a single test are. */
  readonly full: boolean;
  /** What to do with a simulated run that fails. Default: keep it in `failures/`. */
  readonly simulation?: Partial<SimulationOrder>;
  /** The command that does this again, if it does not follow from label and seed. */
  readonly replay?: string;
}

/** Where failing runs are kept, in the root of the course. */
const FAILURES = "failures";

/** Tests once. @returns whether every test passed, as an exit code */
export async function labTest(
  course: Course,
  call: LabTestCall,
  io: CommandIo,
  signal: AbortSignal = io.signal,
): Promise<number> {
  const selected = selectLabels(course, call);
  const paint = paintFor(io, io.stdout);
  await write(io.stdout, `${selected.map((one) => heading(one, call.seed)).join("\n")}\n\n`);
  const report = await runFenced(io, () => gradeWorkingTree(course, call, { io, paint, signal }));
  const labs = [...new Set(selected.map((one) => one.lab))];
  const hints = {
    gaps: labs.flatMap((lab) => withDependencies(course, lab)).flatMap((l) => openGaps(course, l)),
    handout: (label: string) => handoutOf(course, label),
  };
  const failed = testsOf(report).filter(({ status }) => status !== "passed");
  const isFull = call.full || failed.length === 1;
  const text = summary(report, { paint, titles: labelTitles(course), hints, isFull });
  await write(io.stdout, `\n${text}`);
  return testsOf(report).every((test) => test.status === "passed") ? EXIT.ok : EXIT.below;
}

/** Tests now, and again whenever an owned file changes, until it is told to stop. */
export async function labTestWatching(
  course: Course,
  call: LabTestCall,
  io: CommandIo,
): Promise<number> {
  const labs = new Set(selectLabels(course, call).flatMap((s) => withDependencies(course, s.lab)));
  const files = [...labs].flatMap((lab) => lab.config.owns.map((path) => join(lab.folder, path)));
  const watch = watchFiles(files);
  const stopped = new Promise<void>((resolve) => {
    io.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    while (!isStopped(io)) {
      const change = new AbortController();
      const changed = watch.next().then(() => change.abort());
      await testUntil(course, call, io, change.signal);
      if (isStopped(io)) break;
      if (!change.signal.aborted)
        await write(io.stdout, "\nWaiting for a change; Ctrl-C ends this.\n");
      await Promise.race([changed, stopped]);
      // The last result stays on the screen.
      if (isStopped(io)) break;
      await write(io.stdout, io.stdout.isTTY === true ? "\x1b[2J\x1b[H" : "\n");
    }
  } finally {
    watch.close();
  }
  return EXIT.interrupted;
}

/** A call, because a signal changes while others are awaited. */
function isStopped(io: CommandIo): boolean {
  return io.signal.aborted;
}

/** One round of watching: a change ends it early, because its results would be out of date. */
async function testUntil(
  course: Course,
  call: LabTestCall,
  io: CommandIo,
  change: AbortSignal,
): Promise<void> {
  try {
    await labTest(course, call, io, AbortSignal.any([io.signal, change]));
  } catch (error) {
    if (!change.aborted && !io.signal.aborted) throw error;
  }
}

async function gradeWorkingTree(
  course: Course,
  call: LabTestCall,
  { io, paint, signal }: { io: CommandIo; paint: Paint; signal: AbortSignal },
): Promise<Report> {
  const submission = await readSubmission(course, { kind: "working-tree" }, { from: io.from });
  return gradeSubmission(course, submission, {
    ...call,
    deps: "own",
    // Two loops are enough to know about before mending the first.
    lossesMax: 2,
    // One label after the other, so that their lines do not mix.
    pool: createPool(1),
    onEvent: (event) => {
      const line = eventLine(event, paint);
      if (line !== "") io.stdout.write(line);
    },
    signal,
    simulation: { folder: join(io.root, FAILURES), shrink: false, ...call.simulation },
    ...(io.run === undefined ? {} : { run: io.run }),
  });
}

/** In a log of GitHub Actions, what the student's code prints must not be taken for commands. */
async function runFenced<Result>(io: CommandIo, task: () => Promise<Result>): Promise<Result> {
  if (io.env["GITHUB_ACTIONS"] !== "true") return task();
  const token = randomUUID();
  await write(io.stdout, `::stop-commands::${token}\n`);
  try {
    return await task();
  } finally {
    await write(io.stdout, `::${token}::\n`);
  }
}

function heading({ lab, label, tests }: SelectedLabel, seed: number): string {
  const count = tests.length === 1 ? "1 test" : `${tests.length} tests`;
  return `Label ${label.label}: ${label.title} (lab ${lab.config.lab}), ${count}, seed ${seed}`;
}

/** The page that explains a label: its own, or that of its lab. */
export function handoutOf(course: Course, name: string): string {
  const lab = course.labs.find(({ config }) => config.labels.some(({ label }) => label === name));
  const handout = lab?.config.labels.find(({ label }) => label === name)?.handout;
  return handout ?? handoutPage(lab?.config.lab ?? "");
}

/** The page that explains a lab. */
export function handoutPage(lab: string): string {
  return `docs/labs/${lab}.md`;
}
