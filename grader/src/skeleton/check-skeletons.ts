/**
 * `course skeleton --check`: everything that can be wrong between the solution and the skeletons
 * without running any of them. It collects all findings, because they are mended together.
 *
 * The skeleton that is compared and searched is the file in `labs/` as it is, not a fresh one: a
 * skeleton that was edited by hand is what the check is for.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabConfig } from "../course/lab-config.ts";
import { checkGaps } from "./check-gaps.ts";
import { cutSkeleton } from "./cut-skeleton.ts";
import type { Finding } from "./finding.ts";
import { checkGivenList } from "./given-lists.ts";
import { type OwnedFile, ownedFiles, readLabConfigs, solutionFiles } from "./lab-files.ts";
import { findLeaks, type Secrets, secretsOf } from "./leaks.ts";
import { gapsOf, type MarkedSource, readMarkers } from "./markers.ts";
import { compareSignatures } from "./signatures.ts";
import { syntaxError } from "./syntax.ts";

const GENERATE = "Run `npm run course -- skeleton`.";
const FIRST_LINE = /^\/\*\*? You write this file: /;

/** An owned file whose solution is there and has been read. */
interface SolvedFile extends OwnedFile {
  readonly solution: string;
  readonly marked: MarkedSource;
}

/** Checks all labs. @returns what is wrong, in the order of labs and files */
export function checkSkeletons(root: string): Finding[] {
  const labs = readLabConfigs(root);
  return [...checkStrayFiles(root, labs), ...labs.flatMap((lab) => checkLab(root, lab))];
}

/** A file in `solution/` that no student owns would silently be ignored by everything else. */
function checkStrayFiles(root: string, labs: readonly LabConfig[]): Finding[] {
  const owned = new Set(
    labs.flatMap((lab) => lab.owns.map((path) => `solution/${lab.lab}/${path}`)),
  );
  return solutionFiles(root)
    .filter((path) => !owned.has(path))
    .map((file) => ({
      file,
      line: 1,
      problem: "this file is in the solution, but no student owns it",
      remedy: "List it under owns in lab.json, or move it into labs/ as given code.",
    }));
}

function checkLab(root: string, lab: LabConfig): Finding[] {
  const files = ownedFiles(root, lab);
  const solved: SolvedFile[] = files.flatMap((file) =>
    file.solution === undefined
      ? []
      : [
          {
            ...file,
            solution: file.solution,
            marked: readMarkers(file.solution, file.solutionPath),
          },
        ],
  );
  const secrets = secretsOf(solved.map(({ marked }) => marked));
  return [
    ...files.flatMap((file) => checkHasSolution(root, file)),
    ...checkNames(solved),
    ...checkGivenList(root, lab),
    ...solved.flatMap((file) =>
      file.marked.findings.length > 0 ? file.marked.findings : checkFile(root, file, secrets),
    ),
  ];
}

function checkHasSolution(root: string, file: OwnedFile): Finding[] {
  if (file.solution !== undefined) return [];
  const config = `labs/${file.lab.lab}/lab.json`;
  const owned = file.skeletonPath.slice(`labs/${file.lab.lab}/`.length);
  const lines = readFileSync(join(root, config), "utf8").split("\n");
  return [
    {
      file: config,
      line: Math.max(1, lines.findIndex((line) => line.includes(`"${owned}"`)) + 1),
      problem: `${owned} is owned, but has no solution`,
      remedy: `Write ${file.solutionPath}, or take it off the list.`,
    },
  ];
}

/** A gap is found again by its name, so a lab has each name once. */
function checkNames(files: readonly SolvedFile[]): Finding[] {
  const places = new Map<string, string>();
  return files.flatMap(({ marked }) =>
    gapsOf(marked).flatMap(({ name, start }) => {
      const here = `${marked.path}:${start + 1}`;
      const other = places.get(name);
      places.set(name, other ?? here);
      if (other === undefined) return [];
      const remedy = "Give one of the functions another name.";
      const problem = `the gap ${name} is also at ${other}`;
      return [{ file: marked.path, line: start + 1, problem, remedy }];
    }),
  );
}

function checkFile(root: string, file: SolvedFile, secrets: Secrets): Finding[] {
  const { marked, skeletonPath, solutionPath, solution } = file;
  const fresh = cutSkeleton(solution, solutionPath);
  const skeleton = file.skeleton ?? "";
  return [
    ...checkFirstLine(marked),
    ...checkSyntax(fresh, skeletonPath),
    ...checkGaps(root, file.lab, marked),
    ...checkDrift(file, fresh),
    ...(file.skeleton === undefined
      ? []
      : compareSignatures({ skeletonPath, skeleton, solutionPath, solution })),
    ...findLeaks(skeleton, skeletonPath, secrets),
  ];
}

function checkFirstLine({ path, lines }: MarkedSource): Finding[] {
  if (FIRST_LINE.test(lines[0] ?? "")) return [];
  const problem = "line 1 does not say that this file is the student's";
  return [{ file: path, line: 1, problem, remedy: 'Begin with "/** You write this file: …".' }];
}

/** A gap or cut that reaches out of its block leaves half a block behind. */
function checkSyntax(fresh: string, skeletonPath: string): Finding[] {
  const error = syntaxError(fresh);
  if (error === undefined) return [];
  const problem = `the skeleton would not be valid TypeScript (${error})`;
  const remedy = "Let each gap and cut end in the block in which it begins.";
  return [{ file: skeletonPath, line: 1, problem, remedy }];
}

function checkDrift(
  { skeleton, skeletonPath, solutionPath }: SolvedFile,
  fresh: string,
): Finding[] {
  if (skeleton === fresh) return [];
  if (skeleton === undefined) {
    const problem = "this skeleton has not been generated yet";
    return [{ file: skeletonPath, line: 1, problem, remedy: GENERATE }];
  }
  const [is, wanted] = [skeleton.split("\n"), fresh.split("\n")];
  const line = wanted.findIndex((text, index) => text !== is[index]);
  return [
    {
      file: skeletonPath,
      line: (line === -1 ? wanted.length : line) + 1,
      problem: `this skeleton is not what ${solutionPath} says, from this line on`,
      remedy: GENERATE,
    },
  ];
}
