/**
 * Checks the types of the solution where it is meant to be: in the labs.
 *
 * Files in `solution/` import given files that exist only in `labs/`, and given files import owned
 * ones. So both are merged into a scratch folder, which looks like `labs/` with the gaps filled in,
 * and the compiler runs there, with the unused-name checks that are relaxed for skeletons.
 */

import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { TinyKvError } from "@tinykv/runtime";
import { execa } from "execa";
import type { LabConfig } from "../course/lab-config.ts";
import { ownedFiles, readLabConfigs } from "./lab-files.ts";

/** Relative to the root; ignored by git. */
const TREE = ".cache/solution-tree";

/** The compiler's settings for one lab of the tree: everything strict, tests left out. */
const TSCONFIG = { extends: "../../../../tsconfig.base.json", include: ["src"] };

/**
 * Merges the given files of all labs and the solution of the owned ones.
 *
 * @returns the folder of each lab, relative to the root
 */
export function stageSolution(root: string): { lab: LabConfig; folder: string }[] {
  rmSync(join(root, TREE), { recursive: true, force: true });
  mkdirSync(join(root, TREE, "labs"), { recursive: true });
  return readLabConfigs(root).map((lab) => {
    const folder = `${TREE}/labs/${lab.lab}`;
    stageLab(root, lab, folder);
    return { lab, folder };
  });
}

function stageLab(root: string, lab: LabConfig, folder: string): void {
  const [from, to] = [join(root, "labs", lab.lab), join(root, folder)];
  mkdirSync(to);
  cpSync(join(from, "src"), join(to, "src"), { recursive: true });
  cpSync(join(from, "package.json"), join(to, "package.json"));
  writeFileSync(join(to, "tsconfig.json"), JSON.stringify(TSCONFIG));
  // A junction is what Windows lets everybody make; elsewhere the word means nothing.
  symlinkSync(join(from, "node_modules"), join(to, "node_modules"), "junction");
  for (const { solution, skeletonPath } of ownedFiles(root, lab)) {
    const path = join(root, TREE, skeletonPath);
    mkdirSync(dirname(path), { recursive: true });
    if (solution !== undefined) writeFileSync(path, solution);
    else rmSync(path, { force: true });
  }
}

/** The compiler's words with the places that a person can open. */
function atRealPaths(output: string, root: string): string {
  const owned = new Map(
    readLabConfigs(root)
      .flatMap((lab) => ownedFiles(root, lab))
      .map(({ skeletonPath, solutionPath }) => [`${TREE}/${skeletonPath}`, solutionPath]),
  );
  return output.replace(
    /\.cache\/solution-tree\/labs\/[^\s(:]+/g,
    (path) => owned.get(path) ?? path.slice(TREE.length + 1),
  );
}

/**
 * Checks the types of the solution of every lab.
 *
 * @returns what the compiler found, empty if nothing
 * @throws {TinyKvError} `course/no-compiler` if the workspace is not installed
 */
export async function checkSolutionTypes(root: string): Promise<string[]> {
  const compiler = join(root, "packages", "toolchain", "node_modules", "tsc", "bin", "tsc");
  const found: string[] = [];
  for (const { folder } of stageSolution(root)) {
    const args = [compiler, "--pretty", "false", "-p", folder];
    const result = await execa(process.execPath, args, { cwd: root, all: true, reject: false });
    if (result.exitCode === 0) continue;
    if (/Cannot find module .*\/tsc\/bin\/tsc/.test(result.all)) {
      throw new TinyKvError("course/no-compiler", "there is no compiler; run `npm start` first");
    }
    found.push(
      ...atRealPaths(result.all, root)
        .split("\n")
        .filter((line) => line !== ""),
    );
  }
  return found;
}
