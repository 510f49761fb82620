/** The tables of `mutants` and `course gaps`, for people; their JSON is for everybody else. */

import Table from "cli-table3";
import type { Paint } from "../report/table.ts";
import { formatFinding } from "../skeleton/finding.ts";
import { type Judgement, remedyFor } from "./judge-mutant.ts";
import type { GapProof } from "./prove-gaps.ts";
import type { SimFinding } from "./sim-seeds.ts";

/** Lines that only separate columns, so that a table can be copied into an issue. */
const PLAIN = {
  chars: {
    ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
    ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
    ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "" },
    middle: "  ",
  },
  style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
};

const KILLERS_SHOWN = 3;
const NAME_LENGTH = 28;

/** A test that runs on several engines is one scenario: `S1 … (disk)`. */
const scenariosOf = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => name.replace(/ \([a-z]+\)$/, ""))),
];

const shorten = (name: string): string =>
  name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1)}…`;

function outcome({ mutant, verdict }: Judgement, paint: Paint): string {
  if (verdict !== "ok") return paint.red(verdict);
  return mutant.expect === "pass" ? paint.green("passes") : paint.green("killed");
}

/** One line per mutant: by how many tests it was killed, and by which first. */
export function killMatrix(judgements: readonly Judgement[], paint: Paint): string {
  const head = ["mutant", "fault", "outcome", "killed by", "first killers", "named for it"];
  const table = new Table({ head: head.map((title) => paint.bold(title)), ...PLAIN });
  for (const judgement of judgements) {
    const { mutant, killers, tests, missing } = judgement;
    const caughtBy = mutant.expect === "killed" ? mutant.caughtBy : [];
    const named = caughtBy.map((part) => (missing.includes(part) ? paint.red(part) : part));
    table.push([
      mutant.id,
      mutant.expect === "killed" ? String(mutant.fault) : "-",
      outcome(judgement, paint),
      `${killers.length} of ${tests}`,
      scenariosOf(killers).slice(0, KILLERS_SHOWN).map(shorten).join("; "),
      named.join(" ") || "-",
    ]);
  }
  return table.toString();
}

/** One line per mutant: how many seeds of simulated runs it took, and what failed. */
export function simTable(findings: readonly SimFinding[], seedsMax: number, paint: Paint): string {
  const head = ["mutant", "label", "seeds", "found by"];
  const table = new Table({ head: head.map((title) => paint.bold(title)), ...PLAIN });
  for (const { mutant, seeds, failure } of findings) {
    const count = seeds === undefined ? paint.dim(`not in ${seedsMax}`) : String(seeds);
    table.push([mutant.id, mutant.label, count, failure ?? "-"]);
  }
  return table.toString();
}

/** What has to be done, one paragraph per mutant that is not as it should be. */
export function mutantProblems(judgements: readonly Judgement[], paint: Paint): string[] {
  return judgements
    .filter(({ verdict }) => verdict !== "ok")
    .map((judgement) => {
      const { mutant, message } = judgement;
      const head = `${paint.bold(mutant.id)} (${mutant.title}): ${remedyFor(judgement)}.`;
      const [sentence = ""] = message.split("\n", 1);
      return sentence === "" ? head : `${head}\n  ${sentence}`;
    });
}

/** What the first test that failed said about each mutant, in full. */
export function firstFailures(judgements: readonly Judgement[], paint: Paint): string[] {
  return judgements.flatMap(({ killers: [killer], message }) =>
    killer === undefined ? [] : [`\n${paint.bold(killer)}\n${message.replace(/^(?=.)/gm, "  ")}\n`],
  );
}

/** One line per gap: how many tests need it. */
export function gapTable(proofs: readonly GapProof[], paint: Paint): string {
  const head = ["gap", "label", "tests that meet it", "of its check"];
  const table = new Table({ head: head.map((title) => paint.bold(title)), ...PLAIN });
  for (const { gap, tests, notWritten, notWrittenByCheck, finding } of proofs) {
    const colour = finding === undefined ? paint.green : paint.red;
    table.push([
      gap.gap.name,
      gap.label,
      colour(`${notWritten} of ${tests}`),
      colour(String(notWrittenByCheck)),
    ]);
  }
  return table.toString();
}

/** What has to be done about gaps. */
export function gapProblems(proofs: readonly GapProof[]): string[] {
  return proofs.flatMap(({ finding }) => (finding === undefined ? [] : [formatFinding(finding)]));
}
