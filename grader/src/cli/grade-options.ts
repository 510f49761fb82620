/** The command line of `grade`: what it may say, and what that means. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { Deps } from "../grade/complete-files.ts";
import { defaultJobs } from "../grade/pool.ts";
import type { SubmissionSource } from "../submission/read-submission.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandIo } from "./command-io.ts";
import {
  collect,
  createCommand,
  examples,
  parseArguments,
  pointsNumber,
  wholeNumber,
} from "./parse-arguments.ts";

/** The formats of a report. */
export const FORMATS = ["table", "json", "junit", "markdown"] as const;

/** The name of a format. */
export type Format = (typeof FORMATS)[number];

/** A report in a file of its own. */
export interface FormattedFile {
  readonly format: Format;
  /** As the user wrote it. */
  readonly out: string;
}

/** A call of `grade`. */
export interface GradeCall {
  readonly sources: readonly SubmissionSource[];
  readonly labs: readonly string[];
  readonly labels: readonly string[];
  readonly only: string | undefined;
  readonly deps: Deps;
  readonly format: Format;
  /** Where to write the report, as the user wrote it; absent means standard output. */
  readonly out: string | undefined;
  /** Further reports on the same grading, each in a file. */
  readonly also: readonly FormattedFile[];
  readonly jobs: number;
  readonly seed: number;
  readonly minScore: number | undefined;
  readonly annotations: boolean;
}

/** The options as commander gives them. */
interface RawOptions {
  readonly solution?: boolean;
  readonly lab?: readonly string[];
  readonly label?: readonly string[];
  readonly test?: string;
  readonly deps: Deps;
  readonly format: Format;
  readonly out?: string;
  readonly also?: readonly FormattedFile[];
  readonly jobs: number;
  readonly seed: number;
  readonly minScore?: number;
  readonly annotations?: boolean;
}

/** The calls that a newcomer is most likely to want. */
const EXAMPLES = [
  ["npm run grade", "the working tree"],
  ["npm run grade -- --solution", "the reference solution"],
  ["npm run grade -- alice.zip bob/ carol@main", "an archive, a folder, a git revision"],
  ["npm run -s grade -- --format json class/* > grades.json", "a class, for a program to read"],
  ["npm run grade -- alice.zip --label 1 -t RawScan", "some tests of one label"],
] as const;

/**
 * Reads the command line.
 *
 * @returns the call, or `undefined` if help was asked for, and has been given
 * @throws {UsageError} `grade/usage`
 */
export async function readGradeCall(
  args: readonly string[],
  io: CommandIo,
): Promise<GradeCall | undefined> {
  const command = createCommand("grade", io)
    .description("Grades submissions; without any, the working tree.")
    .argument("[submission...]", "a folder, .zip, .tar.gz, .tar, or repository@revision")
    .option("--solution", "grade the reference solution (as well)")
    .option("--lab <lab>", "only this lab; may be repeated", collect)
    .option("--label <label>", "only this label; may be repeated", collect)
    .option("-t, --test <text>", "only tests with this text in their name")
    .addOption(
      new Option("--deps <whose>", "whose earlier labs a lab runs on")
        .choices(["own", "reference"])
        .default("own"),
    )
    .addOption(
      new Option("--format <format>", "how to write the report").choices(FORMATS).default("table"),
    )
    .option("--out <file>", "write the report to this file")
    .option("--also <format=file>", "write another report too; may be repeated", collectFile)
    .option("--jobs <n>", "labels to run at the same time", wholeNumber(1, 64), defaultJobs())
    .option("--seed <n>", "decides every random choice of the tests", wholeNumber(0), 1)
    .option("--min-score <points>", "exit with 1 if a score is below this", pointsNumber)
    .option("--annotations", "also write GitHub annotations at the failing lines")
    .addHelpText("after", examples(EXAMPLES))
    .addHelpText("after", HELP_EXIT);
  command.action(() => {});
  if (!(await parseArguments(command, args))) return undefined;
  checkPaths(command.args, io);
  return toCall(command.args, command.opts());
}

/** Reads `format=file`; only the first `=` divides, so a file may have one in its name. */
function collectFile(text: string, before: readonly FormattedFile[] | undefined) {
  const equals = text.indexOf("=");
  const format = FORMATS.find((one) => one === text.slice(0, Math.max(0, equals)));
  const out = text.slice(equals + 1);
  if (format !== undefined && out !== "") return [...(before ?? []), { format, out }];
  const known = FORMATS.join(", ");
  throw new InvalidArgumentError(`It must be a format (${known}), "=" and a file.`);
}

/**
 * Refuses what can only be a slip: a name that a script has left empty, and the value of an option
 * that npm has taken for its own (it reads `--format` as one of its options, and leaves no trace).
 *
 * @throws {UsageError} `grade/usage`
 */
function checkPaths(paths: readonly string[], io: CommandIo): void {
  if (paths.includes("")) {
    const remedy = "name a folder, an archive or repository@revision, or nothing at all";
    throw new UsageError("grade/usage", `a submission has an empty name; ${remedy}`);
  }
  const format = FORMATS.find((one) => paths.includes(one));
  if (format === undefined || existsSync(resolve(io.from, format))) return;
  const how = `as in \`npm run grade -- alice.zip --format ${format}\``;
  const sentence = `${format} is a format and no submission; put \`--\` before the options, ${how}`;
  throw new UsageError("grade/usage", sentence);
}

/** Ends the help, because a script cannot do without it. */
const HELP_EXIT = `
Exit codes: 0 graded, whatever the score; 1 a score is below --min-score; 2 the call or the
submission cannot be read; 3 the grader itself failed. See docs/grading.md.
`;

/** The options in the words of the grader. No submission means the working tree. */
function toCall(paths: readonly string[], options: RawOptions): GradeCall {
  const sources: SubmissionSource[] = [
    ...(options.solution === true ? [{ kind: "solution" } as const] : []),
    ...paths.map((path) => ({ kind: "path", path }) as const),
  ];
  return {
    sources: sources.length > 0 ? sources : [{ kind: "working-tree" }],
    labs: options.lab ?? [],
    labels: options.label ?? [],
    only: options.test,
    deps: options.deps,
    format: options.format,
    out: options.out,
    also: options.also ?? [],
    jobs: options.jobs,
    seed: options.seed,
    minScore: options.minScore,
    annotations: options.annotations === true,
  };
}
