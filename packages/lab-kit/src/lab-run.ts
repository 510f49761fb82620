/**
 * The order for this process: which lab, which tests, from which files, with which seed. It comes
 * in the environment from the grader, is read once, and is taken out of the environment again.
 */

import { TinyKvError } from "@tinykv/runtime";
import type { LabRun } from "./events.ts";
import { RUN_VARIABLE } from "./protocol.ts";

let current: LabRun | undefined;

/**
 * Returns the order for this process.
 *
 * @throws {TinyKvError} `lab/no-run` if the process was not started for a lab run
 */
export function labRun(): LabRun {
  if (current === undefined) {
    const text = process.env[RUN_VARIABLE];
    if (text === undefined) {
      throw new TinyKvError(
        "lab/no-run",
        "lab tests run through `npm run lab -- test <label>`, which says which files to test",
      );
    }
    Reflect.deleteProperty(process.env, RUN_VARIABLE);
    // Written by the grader against the schema, and checked there.
    current = JSON.parse(text) as LabRun;
  }
  return current;
}
