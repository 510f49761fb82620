/**
 * What the grader asks of whatever runs a label, and what it hears while that goes on. The runner
 * in production is `runLabel` of `src/run`; the tests of the grader put others in its place.
 */

import type { SimulationOrder } from "@tinykv/lab-kit/events";
import type { Course, Lab } from "../course/course.ts";
import type { LabelConfig, TestConfig } from "../course/lab-config.ts";
import type { TestReport } from "../report/report.ts";
import type { LabFiles } from "./complete-files.ts";

/** One label of one submission, ready to be run. */
export interface LabelRequest {
  readonly course: Course;
  readonly lab: Lab;
  readonly label: LabelConfig;
  /** The tests to run: all of the label, or fewer. */
  readonly tests: readonly TestConfig[];
  /** Every owned file of the lab and of the labs it depends on. */
  readonly files: LabFiles;
  readonly seed: number;
  /** Called as tests begin and end. */
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  /** Lost processes after which the rest of the label is given up; without it, its time decides. */
  readonly lossesMax?: number | undefined;
  /** Wait for a debugger and give up no test for its time. */
  readonly debug: boolean;
  /** What to do with simulated runs that fail; absent: to tell them. */
  readonly simulation?: SimulationOrder | undefined;
}

/** What a running label says. */
export type RunEvent =
  | { readonly type: "test-start"; readonly name: string }
  | { readonly type: "test-end"; readonly test: TestReport }
  /** What the student's code printed; to be shown as text and never as more. */
  | { readonly type: "console"; readonly name: string; readonly text: string };

/**
 * Runs a label and resolves to one report per requested test, in their order. Whatever the
 * student's code does is in those reports; a rejection means that the grader failed, or was told to
 * stop.
 */
export type LabelRunner = (request: LabelRequest) => Promise<readonly TestReport[]>;
