/**
 * `mutants`: grades every classic mistake as a mutant of the solution, and shows which tests find
 * it.
 *
 * Only the command line is here; what it does is in `src/mutants`. Exit codes: 0 all as expected, 1
 * a mutant is not, 2 the call or its data is wrong.
 */

import { type Lab, loadCourse } from "../course/course.ts";
import { mutantsJson, simJson } from "../mutants/json.ts";
import { type Mutant, readMutants } from "../mutants/mutants-config.ts";
import { startProgress } from "../mutants/progress.ts";
import { runMutants } from "../mutants/run-mutants.ts";
import { findBySimulation } from "../mutants/sim-seeds.ts";
import { firstFailures, killMatrix, mutantProblems, simTable } from "../mutants/tables.ts";
import { UsageError } from "../usage-error.ts";
import { type CommandIo, paintFor, write } from "./command-io.ts";
import { EXIT } from "./exit-codes.ts";
import {
  addLongRunOptions,
  forMaintainers,
  type LongRunOptions,
  mustHaveSolution,
  variantOptions,
} from "./maintenance.ts";
import { createCommand, examples, parseArguments, wholeNumber } from "./parse-arguments.ts";

const EXAMPLES = [
  ["npm run mutants", "every mutant of every lab"],
  ["npm run mutants -- standalone --only snapshot", "some of one lab, with their failures"],
  [
    "npm run mutants -- raft --sim-seeds 20",
    "by simulated clusters alone: how many seeds it takes",
  ],
] as const;

const SIM_HELP = "count the seeds of simulated runs that each mutant needs, up to this many";

/** So few mutants are shown with the whole failure of their first killer. */
const FAILURES_SHOWN_MAX = 3;

interface MutantsOptions extends LongRunOptions {
  readonly only?: string;
  readonly named?: boolean;
  readonly simSeeds?: number;
}

/** Runs `mutants` with these arguments and resolves to its exit code. */
export const mutantsCommand = forMaintainers(async (args, io) => {
  let code: number = EXIT.ok;
  const command = createCommand("mutants", io)
    .description("Grade every mutant of the solution, and show which tests kill it.")
    .argument("[lab]", "only the mutants of this lab")
    .option("--only <text>", "only the mutants with this text in their id")
    .option("--named", "run only the tests named for a mutant: faster, without the whole matrix")
    .option("--sim-seeds <n>", SIM_HELP, wholeNumber(1))
    .addHelpText("after", examples(EXAMPLES));
  addLongRunOptions(command).action(async (lab: string | undefined, options: MutantsOptions) => {
    const run = options.simSeeds === undefined ? mutants : simulated;
    code = await run(lab, options, io);
  });
  await parseArguments(command, args);
  return code;
});

/** @throws {UsageError} `mutants/none-selected` */
function select(root: string, lab: string | undefined, only: string | undefined): Mutant[] {
  const all = readMutants(root);
  const selected = all.filter(
    (mutant) => (lab ?? mutant.lab) === mutant.lab && mutant.id.includes(only ?? ""),
  );
  if (selected.length > 0) return selected;
  const labs = [...new Set(all.map((mutant) => mutant.lab))].join(", ") || "no lab";
  throw new UsageError("mutants/none-selected", `no mutant is selected; there are some of ${labs}`);
}

async function mutants(
  lab: string | undefined,
  options: MutantsOptions,
  io: CommandIo,
): Promise<number> {
  mustHaveSolution(io);
  const course = loadCourse(io.root);
  const selected = select(io.root, lab, options.only);
  const progress = startProgress(io.stderr, "Mutants", selected.length);
  const grading = variantOptions(options, io, ({ name }) => progress.step(name));
  const judgements = await runMutants(course, selected, {
    ...grading,
    namedOnly: options.named === true,
  }).finally(() => progress.stop());
  const paint = paintFor(io, io.stdout);
  const problems = mutantProblems(judgements, paint);
  const lines =
    options.json === true
      ? [mutantsJson(judgements)]
      : [
          killMatrix(judgements, paint),
          ...(selected.length <= FAILURES_SHOWN_MAX ? firstFailures(judgements, paint) : []),
          ...problems,
          `${judgements.length - problems.length} passed, ${problems.length} failed`,
        ];
  await write(io.stdout, lines.map((line) => `${line}\n`).join(""));
  return problems.length === 0 ? EXIT.ok : EXIT.below;
}

/** `mutants --sim-seeds`: a survey, in which nothing can be wrong. */
async function simulated(
  lab: string | undefined,
  options: MutantsOptions,
  io: CommandIo,
): Promise<number> {
  mustHaveSolution(io);
  const course = loadCourse(io.root);
  const simulatedLabs = new Set(course.labs.filter(hasSimulations).map(({ config }) => config.lab));
  const selected = select(io.root, lab, options.only).filter((one) => simulatedLabs.has(one.lab));
  const seedsMax = options.simSeeds ?? 1;
  const progress = startProgress(io.stderr, "Runs", selected.length * seedsMax);
  const grading = variantOptions(options, io, ({ name }) => progress.step(name));
  const findings = await findBySimulation(course, selected, { ...grading, seedsMax }).finally(() =>
    progress.stop(),
  );
  const found = findings.filter(({ seeds }) => seeds !== undefined);
  const lines =
    options.json === true
      ? [simJson(findings)]
      : [
          simTable(findings, seedsMax, paintFor(io, io.stdout)),
          `${found.length} of ${findings.length} were found by simulated runs alone`,
        ];
  await write(io.stdout, lines.map((line) => `${line}\n`).join(""));
  return EXIT.ok;
}

function hasSimulations({ config }: Lab): boolean {
  return config.labels.some(({ tests }) => tests.some(({ kind }) => kind === "sim"));
}
