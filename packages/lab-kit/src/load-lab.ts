/**
 * Gives lab tests the code of the lab under test.
 *
 * A lab that cannot be loaded is told to the grader at once; every test of the label then fails for
 * that reason.
 */

import { takeReachedGaps } from "@tinykv/runtime/gaps";
import { type LabNamespace, loadIntoCompartment } from "./compartment.ts";
import { describeThrown } from "./describe.ts";
import { placeOfError } from "./error-place.ts";
import { emit } from "./event-log.ts";
import { LabLoadError } from "./lab-error.ts";
import { LabFiles } from "./lab-files.ts";
import { labRun } from "./lab-run.ts";

let files: LabFiles | undefined;
const loaded = new Map<string, Promise<LabNamespace>>();

/** The files of this run's labs. */
export function labFiles(): LabFiles {
  files ??= new LabFiles(labRun().sources);
  return files;
}

/**
 * Returns what the lab's `src/index.ts` exports. Loaded once: all tests of a process share it.
 *
 * `T` says what a lab of the right shape exports; nothing checks that a student's does, so treat
 * every value that comes back as one that may lie (see `t.expect…`).
 */
export function loadLab<T>(lab: string): Promise<T> {
  let promise = loaded.get(lab);
  if (promise === undefined) {
    promise = load(lab);
    loaded.set(lab, promise);
  }
  return promise as Promise<T>;
}

/**
 * Loads the lab once more, with module state of its own, as a restarted process would: whatever the
 * first instance kept in a variable is not there.
 */
export function loadLabAgain<T>(lab: string): Promise<T> {
  return load(lab) as Promise<T>;
}

async function load(lab: string): Promise<LabNamespace> {
  emit({ type: "load-start", lab });
  takeReachedGaps();
  try {
    const namespace = await loadIntoCompartment(lab, labFiles());
    emit({ type: "load-end", lab });
    return namespace;
  } catch (error) {
    const place = LabLoadError.is(error) ? error.place : placeOfError(error, labFiles());
    const status = takeReachedGaps().length > 0 ? "not-written" : "failed";
    emit({ type: "load-failed", status, message: describeThrown(error), ...place });
    throw new Error(`the lab cannot be loaded: ${describeThrown(error)}`);
  }
}
