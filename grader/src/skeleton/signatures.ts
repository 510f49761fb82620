/**
 * Compares what a skeleton and its solution declare to everybody else: exported names, the public
 * members of classes, and their types. Private members and doc comments do not count.
 */

import ts from "typescript";
import type { Finding } from "./finding.ts";
import { declarationsOf, lineAt } from "./syntax.ts";

/** The two texts to compare, and where they are. */
export interface SignaturePair {
  readonly skeletonPath: string;
  readonly skeleton: string;
  readonly solutionPath: string;
  readonly solution: string;
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  removeComments: true,
  declaration: true,
};

/** The declarations of a file, by name, each as text in one line. */
export function signaturesOf(source: string): Map<string, string> {
  const { outputText } = ts.transpileDeclaration(source, {
    compilerOptions: options,
    fileName: "file.ts",
  });
  const signatures = new Map<string, string>();
  for (const [name, { start, end }] of declarationsOf(outputText)) {
    const text = outputText.slice(start, end).replace(/\s+/g, " ").trim();
    if (!/\.#/.test(name) && !text.startsWith("private ")) signatures.set(name, text);
  }
  return signatures;
}

/** Where `name` is declared in a source file; line 1 if that cannot be told. */
function lineOf(source: string, name: string): number {
  const declaration = declarationsOf(source).get(name);
  return declaration === undefined ? 1 : lineAt(source, declaration.start);
}

const REMEDY = "Signatures belong outside of cuts; change the solution and generate the skeleton.";

/** What differs between the two files. */
export function compareSignatures(pair: SignaturePair): Finding[] {
  const [skeleton, solution] = [signaturesOf(pair.skeleton), signaturesOf(pair.solution)];
  const findings: Finding[] = [];
  for (const [name, text] of solution) {
    const other = skeleton.get(name);
    if (other === text) continue;
    const isMissing = other === undefined;
    findings.push({
      file: isMissing ? pair.solutionPath : pair.skeletonPath,
      line: lineOf(isMissing ? pair.solution : pair.skeleton, name),
      problem: isMissing
        ? `${name} is declared here but not in the skeleton`
        : `${name} is declared as "${other}", in the solution as "${text}"`,
      remedy: REMEDY,
    });
  }
  for (const name of [...skeleton.keys()].filter((key) => !solution.has(key))) {
    findings.push({
      file: pair.skeletonPath,
      line: lineOf(pair.skeleton, name),
      problem: `${name} is declared here but not in the solution`,
      remedy: REMEDY,
    });
  }
  return findings;
}
