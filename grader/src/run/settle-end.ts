/**
 * Gives a result to the tests that a process left without one when it ended.
 */

import type { LabelLedger } from "./label-ledger.ts";
import { describeLoss, type Loss, lostResult, notRunResult, type ShownLimits } from "./loss.ts";
import type { ProcessEnd } from "./supervise.ts";

/** What may be decided on: how the process ended, and whether its loss is one too many. */
export interface EndContext {
  readonly end: ProcessEnd;
  readonly limits: ShownLimits;
  readonly isLastLoss: boolean;
}

/**
 * Settles the test that a process died in and, if there is no point in going on, all others. What
 * is missing afterwards is left for another process.
 *
 * @returns whether a process was lost
 */
export function settleEnd(ledger: LabelLedger, { end, limits, isLastLoss }: EndContext): boolean {
  const missing = ledger.missing();
  const { loadFailure } = ledger;
  if (loadFailure !== undefined) {
    for (const name of missing) ledger.settle(name, loadFailure);
    return false;
  }
  if (missing.length === 0) return false;
  if (hasEndedQuietly(end, ledger)) {
    const message = "was not run: no test of this title is in the lab's test files";
    for (const name of missing) ledger.settle(name, lostResult({ status: "crashed", message }));
    return false;
  }
  const loss = describeLoss(end, limits, ledger.activity);
  const { running, lastStep } = ledger;
  // Nothing but loading can have gone wrong before the first test, and it would go wrong again.
  const isHopeless = ledger.activity === "start-up" || ledger.activity === "loading the lab";
  const victims = isHopeless ? missing : [running ?? missing[0] ?? ""];
  for (const name of victims) ledger.settle(name, lostResult(loss, lastStep));
  if (isLastLoss || end.kind === "label-time") giveUp(ledger, loss);
  return true;
}

/**
 * Whether jest came to its end, as far as it knew: the process ended by itself between two tests.
 */
function hasEndedQuietly(end: ProcessEnd, ledger: LabelLedger): boolean {
  const isJestsOwn = end.kind === "exit" && (end.exitCode === 0 || end.exitCode === 1);
  return isJestsOwn && ledger.activity === "the time between two tests";
}

function giveUp(ledger: LabelLedger, loss: Loss): void {
  for (const name of ledger.missing()) ledger.settle(name, notRunResult(loss));
}
