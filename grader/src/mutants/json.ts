/** What `mutants --json` and `course gaps --json` print. */

import type { Judgement } from "./judge-mutant.ts";
import type { GapProof } from "./prove-gaps.ts";
import type { SimFinding } from "./sim-seeds.ts";

/** One object per mutant; `killed` says how many tests did not pass. */
export function mutantsJson(judgements: readonly Judgement[]): string {
  const mutants = judgements.map(({ mutant, verdict, tests, killers, missing, message }) => ({
    id: mutant.id,
    title: mutant.title,
    lab: mutant.lab,
    label: mutant.label,
    expect: mutant.expect,
    ...(mutant.expect === "killed" ? { fault: mutant.fault, caughtBy: mutant.caughtBy } : {}),
    ...{ verdict, tests, killed: killers.length, killers, missing, message },
  }));
  return JSON.stringify(mutants, undefined, 2);
}

/** One object per mutant; `seeds` is absent if no run found it. */
export function simJson(findings: readonly SimFinding[]): string {
  const rows = findings.map(({ mutant: { id, title, lab, label }, seeds, failure }) => ({
    ...{ id, title, lab, label },
    ...(seeds === undefined ? {} : { seeds, failure }),
  }));
  return JSON.stringify(rows, undefined, 2);
}

/** One object per gap; `problem` is there only if something is wrong. */
export function gapsJson(proofs: readonly GapProof[]): string {
  const gaps = proofs.map(({ gap, tests, notWritten, notWrittenByCheck, finding }) => ({
    gap: gap.gap.name,
    lab: gap.lab,
    label: gap.label,
    file: gap.solutionPath,
    line: gap.gap.start + 1,
    ...{ tests, notWritten, notWrittenByCheck },
    ...(finding === undefined ? {} : { problem: finding.problem, remedy: finding.remedy }),
  }));
  return JSON.stringify(gaps, undefined, 2);
}
