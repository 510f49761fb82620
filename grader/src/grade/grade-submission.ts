/**
 * Grades one submission: decides which labels run with which files, has them run, and puts the
 * report together. Everything that a submission can be (a student's, the working tree, the
 * reference solution, a mutant) goes through here.
 *
 * Invariants: the report holds exactly the selected tests, in the order of the course, whatever
 * order they ended in; and no text of a submission decides about points.
 */

import { performance } from "node:perf_hooks";
import type { SimulationOrder } from "@tinykv/lab-kit/events";
import type { Course } from "../course/course.ts";
import { type SelectedLabel, type Selection, selectLabels } from "../course/select.ts";
import type { LabelReport, Report, TestReport } from "../report/report.ts";
import { runLabel } from "../run/run-label.ts";
import type { Submission, SubmissionProblem } from "../submission/submission.ts";
import { buildLabel, buildReport, labelWithout } from "./build-report.ts";
import { completeFiles, type Deps, labsFromStudent } from "./complete-files.ts";
import type { LabelRunner, RunEvent } from "./label-request.ts";
import { loadProblems } from "./load-problems.ts";
import type { Pool } from "./pool.ts";
import { findRefusals, type Refusal, refusalFor } from "./refusals.ts";
import { replayCommand } from "./replay-command.ts";

/** How to grade. */
export interface GradeOptions extends Selection {
  readonly deps: Deps;
  /** Decides every random choice of the tests. */
  readonly seed: number;
  /** Where label processes wait for their turn; one for all submissions of a call. */
  readonly pool: Pool;
  readonly onEvent?: (event: GradeEvent) => void;
  readonly signal?: AbortSignal;
  readonly debug?: boolean;
  /** What to do with simulated runs that fail. */
  readonly simulation?: SimulationOrder | undefined;
  /** The command that runs all of this again, if it does not follow from submission and seed. */
  readonly replay?: string | undefined;
  /** Lost processes after which the rest of a label is given up. Default: its time decides. */
  readonly lossesMax?: number;
  /** Runs a label; only tests give another one than the default. */
  readonly run?: LabelRunner;
}

/** Something that happened while a submission was graded, for progress displays. */
export type GradeEvent = { readonly submission: string; readonly label: string } & (
  | { readonly type: "label-start"; readonly lab: string; readonly tests: number }
  | RunEvent
  | { readonly type: "label-end"; readonly lab: string; readonly report: LabelReport }
);

/**
 * Grades `submission`, or the selected part of it.
 *
 * @throws {UsageError} if the selection names what is not there
 * @throws {SubmissionError} `submission/no-solution` for `deps: "reference"` without a solution
 * @throws whatever the runner rejected with: the grader failed, or `signal` was aborted
 */
export async function gradeSubmission(
  course: Course,
  submission: Submission,
  options: GradeOptions,
): Promise<Report> {
  const start = performance.now();
  const refusals = await findRefusals(course, submission, options.signal);
  const graded = await Promise.all(
    selectLabels(course, options).map(async (selected) => ({
      lab: selected.lab.config.lab,
      report: await gradeLabel({ course, submission, options, refusals }, selected),
    })),
  );
  const known = new Set(submission.problems.map((problem) => problem.message));
  const refused = refusals.map((one) => one.problem).filter((one) => !known.has(one.message));
  return buildReport(
    {
      submission: submission.name,
      seed: options.seed,
      durationMs: performance.now() - start,
      deps: options.deps,
      problems: gravestFirst([...refused, ...submission.problems, ...loadProblems(graded)]),
    },
    graded,
  );
}

/** Problems with which a submission may still have all points. */
const NOTES = ["submission/given-file", "submission/missing-file", "submission/renamed-file"];

/** Puts what keeps a lab from being run in front: overviews show the first problem only. */
function gravestFirst(problems: readonly SubmissionProblem[]): readonly SubmissionProblem[] {
  const rank = ({ code }: SubmissionProblem): number => (NOTES.includes(code) ? 1 : 0);
  return problems.toSorted((a, b) => rank(a) - rank(b));
}

/** What all labels of one submission have in common. */
interface Grading {
  readonly course: Course;
  readonly submission: Submission;
  readonly options: GradeOptions;
  readonly refusals: readonly Refusal[];
}

/** One label: refused without a process, or run when the pool has room. */
async function gradeLabel(grading: Grading, selected: SelectedLabel): Promise<LabelReport> {
  const { course, submission, options } = grading;
  const tell = teller(submission.name, selected.label.label, options);
  const lab = selected.lab.config.lab;
  const refusal = refusalFor(grading.refusals, labsFromStudent(course, selected.lab, options.deps));
  if (refusal !== undefined) {
    tell({ type: "label-start", lab, tests: selected.tests.length });
    const report = labelWithout(selected, outcomeOf(refusal), {
      submission: submission.name,
      seed: options.seed,
    });
    for (const test of report.tests) tell({ type: "test-end", test });
    tell({ type: "label-end", lab, report });
    return report;
  }
  return options.pool(async () => {
    options.signal?.throwIfAborted();
    tell({ type: "label-start", lab, tests: selected.tests.length });
    const report = buildLabel(selected.label.label, await runTests(grading, selected, tell));
    tell({ type: "label-end", lab, report });
    return report;
  });
}

/**
 * Has the tests of a label run, and gives each the command that runs it again: the runner does not
 * know where the files came from.
 */
async function runTests(
  { course, submission, options }: Grading,
  selected: SelectedLabel,
  tell: (event: EventBody) => void,
): Promise<readonly TestReport[]> {
  const run = options.run ?? runLabel;
  const label = selected.label.label;
  const again = { submission: submission.name, seed: options.seed };
  const withReplay = (test: TestReport): TestReport => ({
    ...test,
    replay: options.replay ?? replayCommand({ ...again, label, test: test.name }),
  });
  const tests = await run({
    course,
    lab: selected.lab,
    label: selected.label,
    tests: selected.tests,
    files: completeFiles(course, submission, selected.lab, options.deps),
    seed: options.seed,
    onEvent: (event) =>
      tell(event.type === "test-end" ? { ...event, test: withReplay(event.test) } : event),
    signal: options.signal ?? new AbortController().signal,
    debug: options.debug ?? false,
    simulation: options.simulation,
    lossesMax: options.lossesMax,
  });
  return tests.map(withReplay);
}

/** What every test of a refused label says. */
function outcomeOf({ status, problem, file, line }: Refusal) {
  return { status, message: problem.message, file, ...(line === undefined ? {} : { line }) };
}

/** An event without what all events of a label have in common. */
type Omitted<Event> = Event extends unknown ? Omit<Event, "submission" | "label"> : never;
type EventBody = Omitted<GradeEvent>;

/** Fills in whose label it is, and passes an event on to whoever listens. */
function teller(submission: string, label: string, options: GradeOptions) {
  return (event: EventBody) => options.onEvent?.({ ...event, submission, label });
}
