/**
 * The list of everything that a change must pass, in the order in which it is shown.
 *
 * A newcomer to the project looks here to see what is checked, and adds a line here to check more.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "./step.ts";

/** How a command of this workspace is started without npm in between. */
export function workspaceCommand(root: string, ...args: string[]): [string, ...string[]] {
  return [process.execPath, join(root, "packages", "toolchain", "bootstrap.mjs"), ...args];
}

/** The seeds under which the reference solution must be worth full marks. */
export const solutionSeeds = [1, 2, 3];

export function steps(root: string): Step[] {
  return [...generalSteps(root), ...solutionSteps(root)];
}

/** What holds for every copy of the project, a student's too. */
function generalSteps(root: string): Step[] {
  const command = (...args: string[]): [string, ...string[]] => workspaceCommand(root, ...args);
  const lint = ["eslint", "--max-warnings=0", "--config", "packages/toolchain/eslint.config.js"];
  return [
    {
      name: "format",
      claim: "every file is formatted",
      command: command("biome", "ci", "--error-on-warnings", "."),
    },
    {
      name: "lint",
      claim: "no lint error and no warning",
      command: command(
        ...lint,
        ...["packages", "labs", "grader", "solution"].filter((name) =>
          existsSync(join(root, name)),
        ),
      ),
    },
    {
      name: "types",
      claim: "the strictest type check passes",
      command: command("tsc", "-p", "tsconfig.json"),
    },
    {
      name: "wire",
      claim: "generated code is fresh, and no field number changed",
      command: command("pnpm", "--silent", "--filter", "@tinykv/proto", "run", "check"),
    },
    {
      name: "tests",
      claim: "the tests of every package pass",
      command: command("check", "tests"),
    },
  ];
}

/** What is about the solution, or needs it. */
function solutionSteps(root: string): Step[] {
  const command = (...args: string[]): [string, ...string[]] => workspaceCommand(root, ...args);
  return [
    {
      name: "skeletons",
      claim: "skeletons are what the solution says, and leak nothing of it",
      command: command("course", "skeleton", "--check"),
      needsSolution: true,
    },
    {
      name: "untouched",
      claim: "the untouched labs are worth nothing, every test not written",
      command: command("check", "untouched"),
      needsSolution: true,
    },
    ...solutionSeeds.map((seed) => ({
      name: `solution-${seed}`,
      claim: `the reference solution has full marks under seed ${seed}`,
      command: command("check", "solution", "--seed", String(seed)),
      needsSolution: true,
    })),
    {
      name: "gaps",
      claim: "each gap alone is necessary",
      command: command("course", "gaps", "--named"),
      needsSolution: true,
    },
    {
      name: "mutants",
      claim: "every mutant is killed by its own label, every allowed variant passes",
      command: command("mutants", "--named"),
      needsSolution: true,
    },
    {
      name: "docs",
      claim: "every documented command prints what its page shows",
      command: command("check", "docs"),
      needsSolution: true,
    },
  ];
}
