/**
 * Runs one lab test to its end, or to its time limit, and judges it.
 */

import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Gap, takeReachedGaps } from "@tinykv/runtime/gaps";
import { CheckFailure } from "./check-failure.ts";
import { describeThrown, readString } from "./describe.ts";
import { placeOfError } from "./error-place.ts";
import { emit } from "./event-log.ts";
import type { TestEnd } from "./events.ts";
import { beginConsole } from "./lab-console.ts";
import { LabContext } from "./lab-context.ts";
import type { Place } from "./lab-error.ts";
import { type CurrentRun, currentRun } from "./lab-run.ts";
import type { LabTestBody } from "./lab-test.ts";
import { cleanUpSeconds, hurriedSeconds } from "./protocol.ts";
import { StepLog } from "./steps.ts";
import { takeStrayRejections } from "./stray-rejections.ts";

/** The first line of a message is not longer, unless there are no steps to say the rest at. */
const HEADLINE_MAX = 160;

/** How a test's body ended. */
type Outcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "late" };

interface Judgement {
  readonly status: TestEnd["status"];
  readonly message: string;
  readonly place?: Place | undefined;
}

/** Runs `body` as the test `name`; announces its start, and returns the event of its end. */
export async function runLabTest(name: string, body: LabTestBody): Promise<TestEnd> {
  const run = currentRun();
  const testSeconds = secondsFor(run);
  const steps = new StepLog(stepTeller());
  const context = new LabContext(run.order, name, steps);
  takeReachedGaps();
  takeStrayRejections();
  beginConsole(name);
  emit({ type: "test-start", name });
  const start = performance.now();
  const outcome = await endOf(async () => body(context), testSeconds);
  // Rejections that nobody waits for show up once all promises have run.
  await nextTurn();
  const judgement = judge(outcome, steps, testSeconds);
  if (outcome.kind === "late") run.hasBeenLate = true;
  await endOf(() => context.cleanUp(), cleanUpSeconds(testSeconds));
  const { status, message, place } = judgement;
  const durationMs = performance.now() - start;
  return { type: "test-end", name, status, durationMs, message, ...place };
}

/** Of one test, so many steps are told while it runs: some have thousands. */
const STEPS_TOLD_MAX = 1000;

/** Tells the grader where a test is. If that never comes back, nobody in this process can. */
function stepTeller(): (step: string) => void {
  let left = STEPS_TOLD_MAX;
  return (step) => {
    left -= 1;
    if (left >= 0) emit({ type: "step", step });
  };
}

/** How long a test may take. */
function secondsFor({ order, hasBeenLate }: CurrentRun): number {
  return hasBeenLate ? hurriedSeconds(order.testSeconds) : order.testSeconds;
}

/** Waits for an action, but not longer than `seconds`; 0 waits for ever. */
function endOf(action: () => Promise<void>, seconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = seconds > 0 ? setTimeout(() => resolve({ kind: "late" }), seconds * 1000) : null;
    const end = (outcome: Outcome): void => {
      if (timer !== null) clearTimeout(timer);
      resolve(outcome);
    };
    action().then(
      () => end({ kind: "returned" }),
      (error: unknown) => end({ kind: "threw", error }),
    );
  });
}

function judge(outcome: Outcome, steps: StepLog, testSeconds: number): Judgement {
  const gaps = takeReachedGaps();
  if (gaps.length > 0) return notWritten(gaps);
  switch (outcome.kind) {
    case "late":
      return late(steps, testSeconds);
    case "threw":
      return failed(outcome.error, steps);
    case "returned":
      return returned(steps);
    default:
      return outcome satisfies never;
  }
}

function notWritten(gaps: readonly Gap[]): Judgement {
  const [first] = gaps;
  const names = [...new Set(gaps.map(({ what }) => what))].slice(0, 10);
  const rest = names.length > 1 ? `\nreached: ${names.join(", ")}` : "";
  const text = `${first?.what} is not written yet (label ${first?.label})`;
  return { status: "not-written", message: `${text}${rest}` };
}

function late(steps: StepLog, testSeconds: number): Judgement {
  const waiting = steps.waiting() ?? "the test";
  const limit = Number(testSeconds.toFixed(1));
  const sentence = `${waiting} did not end within ${limit} s: a promise never settles`;
  const details = ["waited here until the time was up"];
  return { status: "timeout", message: withSteps(sentence, steps, "still waiting", details) };
}

function failed(error: unknown, steps: StepLog): Judgement {
  const place = placeOfError(error, currentRun().files);
  const isCheck = CheckFailure.is(error);
  const sentence = isCheck ? error.message : explainThrown(error);
  const details = isCheck ? error.details : [sentence];
  return { status: "failed", message: withSteps(sentence, steps, "failed here", details), place };
}

/** What a code that comes without words means for the one who met it in a lab. */
const explanations: Readonly<Record<string, string>> = {
  "engine/iterator-open":
    "a reader was closed while an iterator of it was open; close the iterator first",
};

function explainThrown(error: unknown): string {
  const code = readString(error, "code") ?? "";
  const more = Object.hasOwn(explanations, code) ? `: ${explanations[code]}` : "";
  return `${describeThrown(error)}${more}`;
}

/** A body that returned has passed, unless something went wrong behind its back. */
function returned(steps: StepLog): Judgement {
  const strays = takeStrayRejections();
  if (strays.length === 0) return { status: "passed", message: "" };
  const text = describeThrown(strays[0]);
  const hint = "is an `await` missing?";
  const sentence = `a promise was rejected and nothing waited for it (${hint}): ${text}`;
  const place = placeOfError(strays[0], currentRun().files);
  return { status: "failed", message: withSteps(sentence, steps, "", [sentence]), place };
}

function withSteps(
  sentence: string,
  steps: StepLog,
  mark: string,
  details: readonly string[],
): string {
  const [first = ""] = sentence.split("\n", 1);
  // A long one is told whole below the step, and once.
  const isLong = first.length > HEADLINE_MAX && !steps.isEmpty;
  const headline = isLong ? `${first.slice(0, HEADLINE_MAX)}…` : first;
  // Without steps there is nothing to mark, and what was said once need not be said again.
  if (steps.isEmpty) return [headline, ...details.filter((line) => line !== sentence)].join("\n");
  return `${headline}\n${steps.report({ mark, details })}`;
}
