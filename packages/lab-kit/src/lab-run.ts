/**
 * The run that this process is about: its order (which lab, which tests, from which files, with
 * which seed), and everything that must not outlive it.
 *
 * A label's process has one run, whose order comes in the environment from the grader, is read
 * once, and is taken out of the environment again. A warm process has one after the other.
 */

import { TinyKvError } from "@tinykv/runtime";
import type { LabNamespace } from "./compartment.ts";
import type { LabRun } from "./events.ts";
import { LabFiles } from "./lab-files.ts";
import { RUN_VARIABLE } from "./protocol.ts";

/** Hands a test to whatever runs tests. */
export type AddTest = (name: string, run: () => Promise<void>) => void;

/** One order, and what has come of it so far. */
export class CurrentRun {
  readonly order: LabRun;
  /** Who runs the tests; jest, if nobody is named. */
  readonly addTest: AddTest | undefined;
  /** The files of the labs, with what they were compiled to. */
  readonly files: LabFiles;
  /** The labs that have been loaded: all tests of a run share them. */
  readonly loaded = new Map<string, Promise<LabNamespace>>();
  /** The titles of the tests that the test files have registered. */
  readonly registered = new Set<string>();
  /** Whether a test has timed out: the others get less time from then on. */
  hasBeenLate = false;
  /** Whether the last test of the run has ended, and the grader knows. */
  isDone = false;

  constructor(order: LabRun, addTest?: AddTest) {
    this.order = order;
    this.addTest = addTest;
    this.files = new LabFiles(order.sources);
  }
}

let current: CurrentRun | undefined;

/** Begins a run; nothing of the one before it is known any more. */
export function beginRun(order: LabRun, addTest: AddTest): void {
  current = new CurrentRun(order, addTest);
}

/**
 * Returns the run of this process.
 *
 * @throws {TinyKvError} `lab/no-run` if the process was not started for a lab run
 */
export function currentRun(): CurrentRun {
  current ??= new CurrentRun(readOrder());
  return current;
}

function readOrder(): LabRun {
  const text = process.env[RUN_VARIABLE];
  if (text === undefined) {
    throw new TinyKvError(
      "lab/no-run",
      "lab tests run through `npm run lab -- test <label>`, which says which files to test",
    );
  }
  Reflect.deleteProperty(process.env, RUN_VARIABLE);
  // Written by the grader against the schema, and checked there.
  return JSON.parse(text) as LabRun;
}
