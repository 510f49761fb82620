/**
 * `course`: the maintainers' commands, which make the skeletons, the filled-in branch and the student
 * copy out of the solution, and prove that they are right.
 *
 * Only the command line is here; what the commands do is in `src/skeleton`. Exit codes: 0 done or
 * nothing found, 1 something found, 2 the call is wrong, 3 the command itself failed.
 */

import { fileURLToPath } from "node:url";
import { TinyKvError } from "@tinykv/runtime";
import chalk from "chalk";
import { Command, CommanderError } from "commander";
import { checkSkeletons } from "../skeleton/check-skeletons.ts";
import { type Finding, formatFinding } from "../skeleton/finding.ts";
import { hasSolution } from "../skeleton/lab-files.ts";
import { checkSolutionTypes } from "../skeleton/stage-solution.ts";
import { writeSkeletons } from "../skeleton/write-skeletons.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function mustHaveSolution(): void {
  if (hasSolution(root)) return;
  throw new TinyKvError("course/no-solution", "this copy of the course has no solution/");
}

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
  const types = await checkSolutionTypes(root);
  for (const line of types) print(line);
  print(findings.length + types.length === 0 ? "Skeletons and solution agree." : "");
  return findings.length + types.length === 0 ? 0 : 1;
}

async function types(): Promise<number> {
  mustHaveSolution();
  const found = await checkSolutionTypes(root);
  for (const line of found) print(line);
  if (found.length === 0) print("The solution has no type errors.");
  return found.length === 0 ? 0 : 1;
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
  return course;
}

async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  try {
    await program((result) => {
      code = result;
    }).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    // Commander has printed its own message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    say(error instanceof Error ? error.message : String(error));
    return error instanceof TinyKvError ? 2 : 3;
  }
}

process.exitCode = await main(process.argv.slice(2));
