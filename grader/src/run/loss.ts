/**
 * Puts into words what became of the tests of a process that did not get to its end.
 */

import type { ProcessExit } from "./label-child.ts";
import type { Activity, TestResult } from "./label-ledger.ts";
import type { ProcessEnd } from "./supervise.ts";

/** What a process did not live to report. */
export interface Loss {
  readonly status: "timeout" | "crashed";
  /** One sentence, then perhaps more lines. */
  readonly message: string;
}

/** The limits to mention. */
export interface ShownLimits {
  readonly testSeconds: number;
  readonly labelSeconds: number;
  readonly memoryMiB: number;
}

/** How much of what a broken process printed goes into a message. */
const OUTPUT_MAX = 2000;

/** Says why a process ended early. `during` is what it was doing. */
export function describeLoss(end: ProcessEnd, limits: ShownLimits, during: Activity): Loss {
  switch (end.kind) {
    case "done":
      return { status: "crashed", message: "was not run: no test of this title is registered" };
    case "silent":
      return {
        status: "timeout",
        message:
          `${during} did not end within ${limits.testSeconds} s, ` +
          "and let nothing else run: an endless loop?",
      };
    case "label-time":
      return {
        status: "timeout",
        message: `the label's ${limits.labelSeconds} s were over during ${during}`,
      };
    case "memory":
      return {
        status: "crashed",
        message: `out of memory: ${during} took more than ${limits.memoryMiB} MiB`,
      };
    case "broken":
      return { status: "crashed", message: "the run could not be trusted: its report was damaged" };
    case "exit":
      return crash(end, limits, during);
    default:
      return end satisfies never;
  }
}

/**
 * The result of a test that was lost with its process.
 *
 * @param lastStep the latest step that had begun in it, if it has told any
 */
export function lostResult({ status, message }: Loss, lastStep?: string): TestResult {
  const where = lastStep === undefined ? "" : `\nThe last step that began was ${lastStep}.`;
  return { status, message: message + where, durationMs: 0 };
}

/** The result of a test that was not begun because too many were lost before it. */
export function notRunResult({ status, message }: Loss): TestResult {
  return { status, message: `not run: ${message}`, durationMs: 0 };
}

function crash(end: ProcessExit, limits: ShownLimits, during: string): Loss {
  // V8 prints this before it gives up; the exit code alone looks like any other crash.
  if (end.output.includes("JavaScript heap out of memory")) {
    const message = `out of memory: ${during} filled the heap (limit ${limits.memoryMiB} MiB)`;
    return { status: "crashed", message };
  }
  const output = end.output.trim().slice(-OUTPUT_MAX);
  const printed = output === "" ? "" : `\n${output}`;
  return { status: "crashed", message: `the process died during ${during}: ${end.how}${printed}` };
}
