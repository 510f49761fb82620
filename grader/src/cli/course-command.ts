/**
 * `course`: the maintainers' commands, which make the skeletons, the filled-in branch and the
 * student copy out of the solution, and prove that they are right.
 *
 * Only the command line is here; what the commands do is in `src/skeleton` and `src/mutants`. Exit
 * codes: 0 done or nothing found, 1 something found, 2 the call or its circumstances are wrong.
 */

import { resolve } from "node:path";
import { loadCourse } from "../course/course.ts";
import { gapsJson } from "../mutants/json.ts";
import { startProgress } from "../mutants/progress.ts";
import { gapVariants, proveGaps } from "../mutants/prove-gaps.ts";
import { gapProblems, gapTable } from "../mutants/tables.ts";
import { makeBranch } from "../skeleton/branch.ts";
import { checkSkeletons } from "../skeleton/check-skeletons.ts";
import { type Finding, formatFinding } from "../skeleton/finding.ts";
import { release } from "../skeleton/release.ts";
import { sizeTable, solutionSizes } from "../skeleton/solution-sizes.ts";
import { checkSolutionTypes } from "../skeleton/stage-solution.ts";
import { writeSkeletons } from "../skeleton/write-skeletons.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import {
  addLongRunOptions,
  forMaintainers,
  type LongRunOptions,
  mustHaveSolution,
  variantOptions,
} from "./maintenance.ts";
import { createCommand, examples, parseArguments } from "./parse-arguments.ts";

const EXAMPLES = [
  ["npm run course -- skeleton", "after every change in solution/"],
  ["npm run course -- gaps", "is there a test for each gap?"],
  ["npm run course -- sizes raft", "how many lines our solution needs"],
  ["npm run course -- release ../course-2027", "a copy to hand out"],
] as const;

const SIZES_HELP = `
Counted are lines that hold code and are not in the skeleton, imports aside. A gap counts for its
label; helpers and fields ("cut") for that of the gap before them in the file, or of the first one.
`;

const SIZES_EXAMPLES = [
  ["npm run course -- sizes", "every label of every lab"],
  ["npm run -s course -- sizes raft --json", "one lab, for a script"],
] as const;

interface GapsOptions extends LongRunOptions {
  readonly named?: true;
}

/** Runs `course` with these arguments and resolves to its exit code. */
export const courseCommand = forMaintainers(async (args, io) => {
  let code: number = EXIT.ok;
  const course = createCommand("course", io)
    .description("For maintainers: what is made from solution/, and whether it is right.")
    .addHelpText("after", examples(EXAMPLES));
  course
    .command("skeleton")
    .description("Write the skeletons in labs/ from solution/.")
    .option("--check", "write nothing; say what is wrong, with file and line")
    .action(async (options: { check?: true }) => {
      code = await (options.check === true ? checkAll(io) : writeAll(io));
    });
  course
    .command("types")
    .description("Check the types of the solution, merged into the labs.")
    .action(async () => {
      code = await types(io);
    });
  addLongRunOptions(
    course
      .command("gaps")
      .description("Prove that some test needs each gap.")
      .option("--named", "run only the tests that a gap's own check selects: faster"),
  ).action(async (options: GapsOptions) => {
    code = await gaps(options, io);
  });
  course
    .command("sizes")
    .description("Count the lines of code that the solution needs, by label and file.")
    .argument("[lab]", "only the labels of this lab")
    .option("--json", "print JSON instead of a table")
    .addHelpText("after", SIZES_HELP + examples(SIZES_EXAMPLES))
    .action(async (lab: string | undefined, options: { json?: true }) => {
      code = await sizes(lab, options.json === true, io);
    });
  course
    .command("branch")
    .description("Create or update the branch on which the labs are filled in.")
    .option("--name <name>", "its name", "solution")
    .action(async ({ name }: { name: string }) => {
      code = await branch(name, io);
    });
  course
    .command("release")
    .description("Write a student's copy, without solution and mutants.")
    .argument("<dir>", "a new or empty folder outside of the course")
    .action(async (folder: string) => {
      code = await writeRelease(folder, io);
    });
  await parseArguments(course, args);
  return code;
});

async function print(io: CommandIo, lines: readonly string[]): Promise<void> {
  await write(io.stdout, lines.map((line) => `${line}\n`).join(""));
}

function show(io: CommandIo, findings: readonly Finding[]): string[] {
  const paint = paintFor(io, io.stdout);
  return findings.map((finding) =>
    formatFinding(finding).replace(/^\S+/, (place) => paint.bold(place)),
  );
}

async function writeAll(io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const written = writeSkeletons(io.root);
  await print(
    io,
    written.map(({ path, outcome }) => `${path}: ${outcome}`),
  );
  return EXIT.ok;
}

async function checkAll(io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const findings = checkSkeletons(io.root);
  const typeErrors = await checkSolutionTypes(io.root);
  const count = findings.length + typeErrors.length;
  const end = count === 0 ? "Skeletons and solution agree." : `${count} to mend.`;
  await print(io, [...show(io, findings), ...typeErrors, end]);
  return count === 0 ? EXIT.ok : EXIT.below;
}

async function types(io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const found = await checkSolutionTypes(io.root);
  await print(io, found.length === 0 ? ["The solution has no type errors."] : found);
  return found.length === 0 ? EXIT.ok : EXIT.below;
}

async function gaps(options: GapsOptions, io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const course = loadCourse(io.root);
  const variants = gapVariants(course);
  const progress = startProgress(io.stderr, "Solution without one gap", variants.length);
  const grading = variantOptions(options, io, ({ name }) => progress.step(name));
  const proofs = await proveGaps(course, variants, {
    ...grading,
    namedOnly: options.named === true,
  }).finally(() => progress.stop());
  const problems = gapProblems(proofs);
  const tally = `${proofs.length - problems.length} passed, ${problems.length} failed`;
  const table = gapTable(proofs, paintFor(io, io.stdout));
  await print(io, options.json === true ? [gapsJson(proofs)] : [table, ...problems, tally]);
  return problems.length === 0 ? EXIT.ok : EXIT.below;
}

async function sizes(lab: string | undefined, asJson: boolean, io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const found = solutionSizes(io.root, lab);
  await print(io, [asJson ? JSON.stringify(found, undefined, 2) : sizeTable(found)]);
  return EXIT.ok;
}

async function branch(name: string, io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const { outcome, base, commit, files } = await makeBranch(io.root, name);
  const [short, underneath] = [commit.slice(0, 10), base.slice(0, 10)];
  await print(io, [
    `Branch ${name} ${outcome}: ${short}, on top of ${underneath}. Filled in:`,
    ...files.map((file) => `  ${file}`),
    `Grade it with: npm run grade -- .@${name}`,
  ]);
  return EXIT.ok;
}

async function writeRelease(folder: string, io: CommandIo): Promise<number> {
  mustHaveSolution(io);
  const target = resolve(io.from, folder);
  const { commit, files, leaks, badPages, isDirty } = await release(io.root, target);
  if (leaks.length + badPages.length > 0) {
    const why =
      leaks.length > 0
        ? "the solution would be given away"
        : "these pages would not be right in a student's copy";
    await print(io, [...show(io, [...leaks, ...badPages]), `Nothing was written: ${why}.`]);
    return EXIT.below;
  }
  const where = `${files} files of ${commit.slice(0, 10)} to ${target}`;
  await print(io, [
    ...(isDirty ? ["Changes that are not committed are not in the copy."] : []),
    `Wrote ${where}, without solution and mutants.`,
    `Try it with: cd ${target} && npm start`,
  ]);
  return EXIT.ok;
}
