/**
 * `course gaps`: proves that every gap is necessary. With the solution everywhere else and only
 * that gap unwritten, at least one test of its label must be `not-written`, and so must one of
 * those that the gap's own `check` selects: else a student could leave it unwritten, or be told the
 * wrong command.
 */

import type { Course } from "../course/course.ts";
import type { LabelReport } from "../report/report.ts";
import { unwriteGap } from "../skeleton/cut-skeleton.ts";
import type { Finding } from "../skeleton/finding.ts";
import { type Gap, mustReadMarkers } from "../skeleton/markers.ts";
import { isFinding, readTodos } from "../skeleton/todo-comment.ts";
import { gradeVariants, solutionTexts, type Variant, type VariantOptions } from "./variant.ts";

/** A gap and the solution without it. */
export interface GapVariant extends Variant {
  readonly gap: Gap;
  /** Relative to the root. */
  readonly solutionPath: string;
  /** The text that the gap's `check` selects tests by; `undefined` selects all. */
  readonly only: string | undefined;
}

/** What grading the solution without one gap showed. */
export interface GapProof {
  readonly gap: GapVariant;
  readonly tests: number;
  /** How many tests met the gap. */
  readonly notWritten: number;
  /** How many of those the gap's own `check` selects. */
  readonly notWrittenByCheck: number;
  /** What is wrong; `undefined` for a gap that is necessary. */
  readonly finding: Finding | undefined;
}

/**
 * All gaps of the course, each with the solution without it.
 *
 * @throws {TinyKvError} `course/no-solution`, `course/markers`
 */
export function gapVariants(course: Course): GapVariant[] {
  return [...solutionTexts(course)].flatMap(([lab, files]) =>
    [...files].flatMap(([path, { text }]) => {
      const solutionPath = `solution/${lab}/${path}`;
      return readTodos(mustReadMarkers(text, solutionPath)).map(({ gap, todo }) => ({
        ...{ gap, solutionPath, lab },
        name: `without ${gap.name}`,
        texts: new Map([[path, unwriteGap(text, gap.name, solutionPath)]]),
        label: gap.label,
        only: isFinding(todo) ? undefined : todo.check.only,
      }));
    }),
  );
}

/** How to prove gaps. */
export interface GapOptions extends VariantOptions {
  /** Runs only the tests that the gap's `check` selects: enough for a proof. */
  readonly namedOnly?: boolean;
}

/** Grades the solution without each of the gaps. */
export async function proveGaps(
  course: Course,
  gaps: readonly GapVariant[],
  options: GapOptions,
): Promise<GapProof[]> {
  const variants = gaps.map((gap) =>
    options.namedOnly === true && gap.only !== undefined ? { ...gap, testTexts: [gap.only] } : gap,
  );
  const judgeOne = (report: LabelReport, index: number): GapProof[] => {
    const gap = gaps[index];
    return gap === undefined ? [] : [judge(gap, report)];
  };
  const reports = await gradeVariants(course, variants, options, (report, index) =>
    judgeOne(report, index).every(({ finding }) => finding === undefined),
  );
  return reports.flatMap(judgeOne);
}

function judge(gap: GapVariant, { tests }: LabelReport): GapProof {
  const met = tests.filter((test) => test.status === "not-written");
  const text = (gap.only ?? "").toLowerCase();
  const byCheck = met.filter((test) => test.name.toLowerCase().includes(text));
  const counts = { tests: tests.length, notWritten: met.length, notWrittenByCheck: byCheck.length };
  const at = { file: gap.solutionPath, line: gap.gap.start + 1 };
  const name = gap.gap.name;
  if (met.length === 0) {
    const problem = `no test of label ${gap.label} needs ${name}`;
    const remedy = "Add a test that reaches it, or make it given code.";
    return { gap, ...counts, finding: { ...at, problem, remedy } };
  }
  if (byCheck.length === 0) {
    const problem = `none of the tests that the check of ${name} selects needs it`;
    const remedy = `Select one that does, such as "${met[0]?.name ?? ""}".`;
    return { gap, ...counts, finding: { ...at, problem, remedy } };
  }
  return { gap, ...counts, finding: undefined };
}
