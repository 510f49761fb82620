/** `npm test` and `npm run check`: everything that CI runs, or one part of it. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { checkDocs } from "./docs/check-docs.ts";
import { checkSolution, checkUntouched } from "./grading.ts";
import { runPackageTests } from "./package-tests.ts";
import { runSteps } from "./run-steps.ts";
import { steps } from "./steps.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The first Ctrl-C ends what runs and lets it clean up. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.exitCode = 130;
      controller.abort();
    });
  }
  return controller.signal;
}

function setExitCode(allPassed: boolean): void {
  if (!allPassed) process.exitCode ||= 1;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError("A seed is a whole number from 0 on.");
}

async function runAll(only: readonly string[] | undefined): Promise<void> {
  const all = steps(root).filter(
    (step) => step.needsSolution !== true || existsSync(join(root, "solution")),
  );
  const unknown = only?.filter((name) => all.every((step) => step.name !== name)) ?? [];
  if (unknown.length > 0) {
    const names = all.map((step) => step.name).join(", ");
    process.stderr.write(`There is no step ${unknown.join(", ")}. Steps: ${names}.\n`);
    process.exitCode = 2;
    return;
  }
  const chosen = all.filter((step) => only?.includes(step.name) ?? true);
  process.stdout.write(`Running ${chosen.length} steps, two at a time.\n`);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  setExitCode(await runSteps(chosen, root, print, abortOnSignals()));
}

const program = new Command("check")
  .description("Runs everything that CI runs, or the named steps of it.")
  .option("--only <step...>", "run just these steps")
  .addHelpText("after", "\nExamples:\n  npm test\n  npm run check -- --only lint types")
  .exitOverride()
  .action(async ({ only }: { only?: string[] }) => runAll(only));

program
  .command("tests")
  .description("the tests of every package that changed")
  .action(async () => setExitCode(await runPackageTests(root)));
program
  .command("solution")
  .description("the reference solution has full marks")
  .option("--seed <n>", "the seed of the run", parseSeed, 1)
  .action(async ({ seed }: { seed: number }) => setExitCode(await checkSolution(root, seed)));
program
  .command("untouched")
  .description("the skeletons are worth nothing, every test not written")
  .action(async () => setExitCode(await checkUntouched(root)));
program
  .command("docs")
  .description("every documented command prints what its page shows")
  .option("--page <file...>", "only these pages, such as README.md")
  .action(async ({ page }: { page?: string[] }) =>
    setExitCode(await checkDocs({ root, pages: page, signal: abortOnSignals() })),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
