/**
 * `lab`: what a student works with. `test` runs one label, `list` shows what there is to do, and
 * `replay` runs a failure again from its seed.
 */

import { resolve } from "node:path";
import { traceLegend } from "@tinykv/sim";
import { type Course, loadCourse } from "../course/course.ts";
import { formatPoints } from "../course/points.ts";
import { quote } from "../grade/replay-command.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import { handoutPage, type LabTestCall, labTest, labTestWatching } from "./lab-test.ts";
import { createCommand, examples, parseArguments, wholeNumber } from "./parse-arguments.ts";
import { readSavedRun } from "./saved-run.ts";

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
  readonly shrink?: boolean;
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
  ["npm run lab -- replay 7 --label 2AB -t sim --shrink", "the smallest cluster that fails so"],
  ["npm run lab -- replay failures/<run>.json", "a kept run, also after an edit of its faults"],
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
    .description("Run a failure again: from its seed, or from the file that was kept of it.")
    .argument("<seed or file>", "a seed, as printed with a failure, or a file from failures/")
    .option("--label <label>", "only this label")
    .option("-t, --test <text>", ONLY_HELP, another)
    .option("--shrink", "look for the smallest simulated run that fails in the same way")
    .addHelpText("after", `\n${traceLegend()}\n`)
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
 * `lab replay`: a seed is a run, so it is enough to test with that seed again. A file holds one
 * simulated run, with all that happens to it, and the test that it is a run of.
 */
async function replay(what: string, options: RawReplayOptions, io: CommandIo): Promise<number> {
  const shrink = options.shrink === true;
  const common = { labs: [], debug: false, full: false };
  if (/^\d+$/.test(what)) {
    const call: LabTestCall = {
      ...common,
      labels: options.label === undefined ? [] : [options.label],
      only: options.test ?? [],
      seed: Number(what),
      simulation: { shrink },
    };
    return labTest(loadCourse(io.root), call, io);
  }
  const { label, test: name, plan } = readSavedRun(resolve(io.from, what), what);
  const call: LabTestCall = {
    ...common,
    labels: [label],
    only: [name],
    seed: 1,
    simulation: { shrink, plan },
    replay: `npm run lab -- replay ${quote(what)}`,
  };
  return labTest(loadCourse(io.root), call, io);
}
