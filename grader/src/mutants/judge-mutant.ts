/** Decides whether a mutant was found by the tests that should find it. */

import type { LabelReport, TestReport } from "../report/report.ts";
import type { Mutant } from "./mutants-config.ts";

export type Verdict =
  /** A wrong mutant that the right tests found, or a right one that passed. */
  | "ok"
  /** A wrong mutant that every test let pass. */
  | "survived"
  /** It was found, but not by a test that is named for it. */
  | "missed"
  /** A right mutant that a test found fault with. */
  | "blamed"
  /** It could not be run at all, so nothing has been shown. */
  | "stillborn";

export interface Judgement {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly tests: number;
  /** The names of the tests that did not pass, in order. */
  readonly killers: readonly string[];
  /** The entries of `caughtBy` that no killer has in its name. */
  readonly missing: readonly string[];
  /** What the first killer said, all of it; for a stillborn one, why. */
  readonly message: string;
}

/** Whether a test's name has `part` in it as a word: `S1` is not in `S12 …`. */
export function names(test: string, part: string): boolean {
  const escaped = part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, "i").test(test);
}

/** A test that says nothing about the mutant: nothing was run. */
function isStillborn(tests: readonly TestReport[]): boolean {
  if (tests.length === 0) return true;
  if (tests.some(({ status }) => status === "not-written" || status === "rejected")) return true;
  return tests.every(({ status }) => status === "crashed");
}

/** What the report on a mutant means. */
export function judgeMutant(mutant: Mutant, { tests }: LabelReport): Judgement {
  const failed = tests.filter(({ status }) => status !== "passed");
  const killers = failed.map(({ name }) => name);
  const caughtBy = mutant.expect === "killed" ? mutant.caughtBy : [];
  const missing = caughtBy.filter((part) => !killers.some((killer) => names(killer, part)));
  const message = failed[0]?.message ?? "";
  const judgement = { mutant, tests: tests.length, killers, missing, message };
  if (isStillborn(tests)) return { ...judgement, verdict: "stillborn" };
  if (mutant.expect === "pass")
    return { ...judgement, verdict: killers.length > 0 ? "blamed" : "ok" };
  if (killers.length === 0) return { ...judgement, verdict: "survived" };
  return { ...judgement, verdict: missing.length > 0 ? "missed" : "ok" };
}

/** What to do about a judgement that is not ok. */
export function remedyFor({ mutant, verdict, missing, killers }: Judgement): string {
  switch (verdict) {
    case "ok":
      return "";
    case "survived":
      return `no test of label ${mutant.label} fails; write an assertion that does`;
    case "missed":
      return `no test named ${missing.join(", ")} fails; mend it, or correct caughtBy`;
    case "blamed":
      return `it is right, but "${killers[0] ?? ""}" fails; loosen that test`;
    case "stillborn":
      return "it did not run as a whole; make its edits valid code";
  }
}
