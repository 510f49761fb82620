/**
 * `course`: the maintainers' commands, which make the skeletons, the filled-in branch and the student
 * copy out of the solution, and prove that they are right.
 *
 * Only the command line is here; what the commands do is in `src/skeleton` and `src/mutants`. Exit
 * codes: see `maintain.ts`.
 */

import { resolve } from "node:path";
import chalk from "chalk";
import { Command } from "commander";
import { loadCourse } from "../course/course.ts";
import { gapsJson } from "../mutants/json.ts";
import { startProgress } from "../mutants/progress.ts";
import { gapVariants, proveGaps } from "../mutants/prove-gaps.ts";
import { gapProblems, gapTable } from "../mutants/tables.ts";
import { makeBranch } from "../skeleton/branch.ts";
import { checkSkeletons } from "../skeleton/check-skeletons.ts";
import { type Finding, formatFinding } from "../skeleton/finding.ts";
import { release } from "../skeleton/release.ts";
import { checkSolutionTypes } from "../skeleton/stage-solution.ts";
import { writeSkeletons } from "../skeleton/write-skeletons.ts";
import {
  addLongRunOptions,
  interruption,
  type LongRunOptions,
  mustHaveSolution,
  print,
  root,
  runProgram,
} from "./maintain.ts";

function printFindings(findings: readonly Finding[]): void {
  for (const finding of findings) {
    print(formatFinding(finding).replace(/^\S+/, (place) => chalk.bold(place)));
  }
}

async function skeleton(options: { check?: true }): Promise<number> {
  mustHaveSolution();
  if (options.check !== true) {
    for (const { path, outcome } of writeSkeletons(root)) print(`${path}: ${outcome}`);
    return 0;
  }
  const findings = checkSkeletons(root);
  printFindings(findings);
  const typeErrors = await checkSolutionTypes(root);
  for (const line of typeErrors) print(line);
  const count = findings.length + typeErrors.length;
  print(count === 0 ? "Skeletons and solution agree." : `${count} to mend.`);
  return count === 0 ? 0 : 1;
}

async function types(): Promise<number> {
  mustHaveSolution();
  const found = await checkSolutionTypes(root);
  for (const line of found) print(line);
  if (found.length === 0) print("The solution has no type errors.");
  return found.length === 0 ? 0 : 1;
}

async function gaps(options: LongRunOptions): Promise<number> {
  mustHaveSolution();
  const course = loadCourse(root);
  const variants = gapVariants(course);
  const progress = startProgress("Solution without one gap", variants.length);
  const proofs = await proveGaps(course, variants, {
    ...{ jobs: options.jobs, seed: options.seed, signal: interruption() },
    onDone: ({ name }) => progress.step(name),
  }).finally(() => progress.stop());
  const problems = gapProblems(proofs);
  if (options.json === true) print(gapsJson(proofs));
  else {
    print(gapTable(proofs));
    for (const problem of problems) print(problem);
    print(`${proofs.length - problems.length} passed, ${problems.length} failed`);
  }
  return problems.length === 0 ? 0 : 1;
}

async function branch({ name }: { name: string }): Promise<number> {
  mustHaveSolution();
  const { outcome, base, commit, files } = await makeBranch(root, name);
  const [short, underneath] = [commit.slice(0, 10), base.slice(0, 10)];
  print(`Branch ${chalk.bold(name)} ${outcome}: ${short}, on top of ${underneath}. Filled in:`);
  for (const file of files) print(`  ${file}`);
  print(`Grade it with: npm run grade -- .@${name}`);
  return 0;
}

async function writeRelease(folder: string): Promise<number> {
  mustHaveSolution();
  // npm and the bootstrap change the folder; the user meant the one they typed the command in.
  const target = resolve(process.env["TINYKV_INVOKED_FROM"] ?? process.cwd(), folder);
  const { commit, files, leaks, isDirty } = await release(root, target);
  if (leaks.length > 0) {
    printFindings(leaks);
    print("Nothing was written: these lines would give the solution away.");
    return 1;
  }
  if (isDirty) print("Changes that are not committed are not in the copy.");
  print(
    `Wrote ${files} files of ${commit.slice(0, 10)} to ${target}, without solution and mutants.`,
  );
  print(`Try it with: cd ${target} && npm start`);
  return 0;
}

function program(finish: (code: number) => void): Command {
  const course = new Command("course")
    .description("For maintainers: what is generated from solution/, and whether it is right.")
    .exitOverride();
  course
    .command("skeleton")
    .description("write the skeletons in labs/ from solution/")
    .option("--check", "write nothing; say what is wrong, with file and line")
    .action(async (options: { check?: true }) => finish(await skeleton(options)));
  course
    .command("types")
    .description("check the types of the solution, merged into the labs")
    .action(async () => finish(await types()));
  addLongRunOptions(
    course.command("gaps").description("prove that some test needs each gap"),
  ).action(async (options: LongRunOptions) => finish(await gaps(options)));
  course
    .command("branch")
    .description("create or update the branch on which the labs are filled in")
    .option("--name <name>", "its name", "solution")
    .action(async (options: { name: string }) => finish(await branch(options)));
  course
    .command("release")
    .description("write a student's copy, without solution and mutants")
    .argument("<dir>", "a new or empty folder outside of the course")
    .action(async (folder: string) => finish(await writeRelease(folder)));
  return course;
}

process.exitCode = await runProgram(program, process.argv.slice(2));
