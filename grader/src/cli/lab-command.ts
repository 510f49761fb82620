/**
 * `lab`: what a student works with. `test` runs one label, `list` shows what there is to do, and
 * `replay` runs a failure again from its seed.
 */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Course, loadCourse } from "../course/course.ts";
import { formatPoints } from "../course/points.ts";
import { UsageError } from "../usage-error.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import { handoutPage, type LabTestCall, labTest, labTestWatching } from "./lab-test.ts";
import { createCommand, examples, parseArguments, wholeNumber } from "./parse-arguments.ts";

/** The options of `lab test` as commander gives them. */
interface RawTestOptions {
  readonly test?: readonly string[];
  readonly seed: number;
  readonly watch?: boolean;
  readonly debug?: boolean;
  readonly full?: boolean;
}

/** The options of `lab replay`. */
interface RawReplayOptions {
  readonly label?: string;
  readonly test?: readonly string[];
}

const ONLY_HELP = "only tests with this text in their name; may be repeated";

/** Collects an option that may be repeated. Names of tests may have commas in them. */
function another(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The calls of a working day. */
const EXAMPLES = [
  ["npm run lab -- list", "what there is to do"],
  ["npm run lab -- test 1", "test label 1 of the working tree"],
  ["npm run lab -- test 1 -t RawScan --watch", "some tests of it, again on every save"],
  ["npm run lab -- replay 7 --label 1", "label 1 with the random choices of seed 7"],
] as const;

/** Runs `lab` with these arguments and resolves to its exit code. */
export async function labCommand(args: readonly string[], io: CommandIo): Promise<number> {
  let code: number = EXIT.ok;
  const command = createCommand("lab", io)
    .description("Work on the labs: test them, list them, run a failure again.")
    .addHelpText("after", examples(EXAMPLES));
  command
    .command("test")
    .description("Test one label, or one lab, of the working tree.")
    .argument("<label>", "a label such as 1, or a lab such as standalone")
    .option("-t, --test <text>", ONLY_HELP, another)
    .option("--seed <n>", "decides every random choice of the tests", wholeNumber(0), 1)
    .option("--watch", "test again whenever one of your files changes")
    .option("--full", "show all steps of what failed, as for a single test")
    .option("--debug", "wait for a debugger, and set no time limits")
    .action(async (label: string, options: RawTestOptions) => {
      code = await test(label, options, io);
    });
  command
    .command("list")
    .description("Show every label with its points and how to test it.")
    .action(async () => {
      code = await list(io);
    });
  command
    .command("replay")
    .description("Run again with the seed that a failure printed.")
    .argument("<seed or trace>", "a seed, as printed with a failure")
    .option("--label <label>", "only this label")
    .option("-t, --test <text>", ONLY_HELP, another)
    .action(async (what: string, options: RawReplayOptions) => {
      code = await replay(what, options, io);
    });
  await parseArguments(command, args);
  return code;
}

/** `lab test`: once, or on every change. */
async function test(label: string, options: RawTestOptions, io: CommandIo): Promise<number> {
  const course = loadCourse(io.root);
  const call: LabTestCall = {
    ...labOrLabel(course, label),
    only: options.test ?? [],
    seed: options.seed,
    debug: options.debug === true,
    full: options.full === true,
  };
  return options.watch === true ? labTestWatching(course, call, io) : labTest(course, call, io);
}

/** A lab's name stands for all its labels. */
function labOrLabel(course: Course, name: string): Pick<LabTestCall, "labs" | "labels"> {
  const isLab = course.labs.some((lab) => lab.config.lab === name.toLowerCase());
  return isLab ? { labs: [name.toLowerCase()], labels: [] } : { labs: [], labels: [name] };
}

/** `lab list`: what the course has, from its own files; nothing is run. */
async function list(io: CommandIo): Promise<number> {
  const course = loadCourse(io.root);
  const paint = paintFor(io, io.stdout);
  const blocks = course.labs.map(({ config }) => {
    const labels = config.labels.map(({ label, title, tests }) => {
      const points = formatPoints(tests.reduce((sum, one) => sum + one.points, 0));
      const what = `${tests.length} tests, ${points} points`;
      const line = `  ${label.padEnd(8)} ${title.padEnd(36)} ${what}`;
      return `${line}\n           npm run lab -- test ${label}`;
    });
    return [
      `${paint.bold(config.title)} (lab ${config.lab}), explained in ${handoutPage(config.lab)}`,
      ...labels,
      `  you write: ${config.owns.map((path) => `labs/${config.lab}/${path}`).join(", ")}`,
    ].join("\n");
  });
  await write(io.stdout, `${blocks.join("\n\n")}\n`);
  return EXIT.ok;
}

/**
 * `lab replay`: a seed is a run, so it is enough to test with that seed again. Traces of a
 * simulated cluster will be replayed here as well, once there is a lab that writes them.
 */
async function replay(what: string, options: RawReplayOptions, io: CommandIo): Promise<number> {
  if (!/^\d+$/.test(what)) throw new UsageError("lab/no-replay", noReplay(what, io));
  const call: LabTestCall = {
    labs: [],
    labels: options.label === undefined ? [] : [options.label],
    only: options.test ?? [],
    seed: Number(what),
    debug: false,
    full: false,
  };
  return labTest(loadCourse(io.root), call, io);
}

/** Says what is wrong with what was to be replayed, and what would be right. */
function noReplay(what: string, io: CommandIo): string {
  const seed =
    "give the seed that the failure printed, such as `npm run lab -- replay 7 --label 1`";
  return existsSync(resolve(io.from, what))
    ? `${what} is no trace: no lab of this course writes traces yet; ${seed}`
    : `there is nothing to replay: ${what} is neither a seed nor a file; ${seed}`;
}
