/**
 * `mutants`: grades every classic mistake as a mutant of the solution, and shows which tests find it.
 *
 * Only the command line is here; what it does is in `src/mutants`. Exit codes: see `maintain.ts`.
 */

import { TinyKvError } from "@tinykv/runtime";
import { Command } from "commander";
import { loadCourse } from "../course/course.ts";
import { mutantsJson } from "../mutants/json.ts";
import { type Mutant, readMutants } from "../mutants/mutants-config.ts";
import { startProgress } from "../mutants/progress.ts";
import { runMutants } from "../mutants/run-mutants.ts";
import { killMatrix, mutantProblems } from "../mutants/tables.ts";
import {
  addLongRunOptions,
  interruption,
  type LongRunOptions,
  mustHaveSolution,
  print,
  root,
  runProgram,
} from "./maintain.ts";

interface MutantsOptions extends LongRunOptions {
  readonly only?: string;
}

/** @throws {TinyKvError} `mutants/none-selected` */
function select(lab: string | undefined, only: string | undefined): Mutant[] {
  const all = readMutants(root);
  const selected = all.filter(
    (mutant) => (lab ?? mutant.lab) === mutant.lab && mutant.id.includes(only ?? ""),
  );
  if (selected.length > 0) return selected;
  const labs = [...new Set(all.map((mutant) => mutant.lab))].join(", ");
  throw new TinyKvError(
    "mutants/none-selected",
    `no mutant is selected; there are some of ${labs}`,
  );
}

async function mutants(lab: string | undefined, options: MutantsOptions): Promise<number> {
  mustHaveSolution();
  const course = loadCourse(root);
  const selected = select(lab, options.only);
  const progress = startProgress("Mutants", selected.length);
  const judgements = await runMutants(course, selected, {
    ...{ jobs: options.jobs, seed: options.seed, signal: interruption() },
    onDone: ({ name }) => progress.step(name),
  }).finally(() => progress.stop());
  const problems = mutantProblems(judgements);
  if (options.json === true) print(mutantsJson(judgements));
  else {
    print(killMatrix(judgements));
    for (const problem of problems) print(problem);
    print(`${judgements.length - problems.length} passed, ${problems.length} failed`);
  }
  return problems.length === 0 ? 0 : 1;
}

function program(finish: (code: number) => void): Command {
  const command = new Command("mutants")
    .description("Grade every mutant of the solution, and show which tests kill it.")
    .argument("[lab]", "only the mutants of this lab")
    .option("--only <id>", "only the mutants with this in their id")
    .exitOverride();
  return addLongRunOptions(command).action(
    async (lab: string | undefined, options: MutantsOptions) => finish(await mutants(lab, options)),
  );
}

process.exitCode = await runProgram(program, process.argv.slice(2));
