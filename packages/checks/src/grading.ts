/** What grading must say about the two submissions that we know: the solution and the skeletons. */

import { execa } from "execa";
import { workspaceCommand } from "./steps.ts";

interface GradedTest {
  readonly name: string;
  readonly status: string;
  readonly message: string;
}

interface GradeReport {
  readonly score: number;
  readonly max: number;
  readonly labs: { readonly labels: { readonly tests: readonly GradedTest[] }[] }[];
  readonly problems: { readonly code: string; readonly message: string }[];
}

/** Grades from outside, as an instructor would, and returns the report of one submission. */
async function grade(root: string, args: readonly string[]): Promise<GradeReport> {
  const [file, ...rest] = workspaceCommand(root, "grade", ...args, "--format", "json");
  const { stdout } = await execa(file, rest, { cwd: root, stderr: "ignore" });
  return JSON.parse(stdout) as GradeReport;
}

function allTests(report: GradeReport): GradedTest[] {
  return report.labs.flatMap((lab) => lab.labels).flatMap((label) => label.tests);
}

/**
 * Prints every test that has not the wanted status, then the tally. @returns whether all have it
 */
function tally(report: GradeReport, wanted: string, extra: readonly string[]): boolean {
  const tests = allTests(report);
  const wrong = tests.filter((test) => test.status !== wanted);
  for (const test of wrong) {
    process.stdout.write(`${test.name}: ${test.status}, not ${wanted}\n  ${test.message}\n`);
  }
  for (const line of extra) process.stdout.write(`${line}\n`);
  const failed = wrong.length + extra.length + (tests.length === 0 ? 1 : 0);
  process.stdout.write(`${tests.length - wrong.length} passed, ${failed} failed\n`);
  return failed === 0;
}

/** The reference solution: every test passes, and the score is the maximum. */
export async function checkSolution(root: string, seed: number): Promise<boolean> {
  const report = await grade(root, ["--solution", "--seed", String(seed)]);
  const extra = report.problems.map((problem) => `${problem.code}: ${problem.message}`);
  if (report.score !== report.max) extra.push(`score ${report.score} of ${report.max}`);
  return tally(report, "passed", extra);
}

/** The skeletons: every test meets a gap, and the score is nothing. */
export async function checkUntouched(root: string): Promise<boolean> {
  const report = await grade(root, []);
  const extra = report.problems.map((problem) => `${problem.code}: ${problem.message}`);
  if (report.score !== 0) extra.push(`score ${report.score}, not 0`);
  return tally(report, "not-written", extra);
}
