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
import { currentRun } from "./lab-run.ts";

/**
 * Returns what the lab's `src/index.ts` exports. Loaded once: all tests of a run share it.
 *
 * `T` says what a lab of the right shape exports; nothing checks that a student's does, so treat
 * every value that comes back as one that may lie (see `t.expect…`).
 */
export function loadLab<T>(lab: string): Promise<T> {
  const { loaded } = currentRun();
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
  const { files } = currentRun();
  emit({ type: "load-start", lab });
  takeReachedGaps();
  try {
    const namespace = await loadIntoCompartment(lab, files);
    emit({ type: "load-end", lab });
    return namespace;
  } catch (error) {
    const place = LabLoadError.is(error) ? error.place : placeOfError(error, files);
    const status = takeReachedGaps().length > 0 ? "not-written" : "failed";
    emit({ type: "load-failed", status, message: describeThrown(error), ...place });
    throw new Error(`the lab cannot be loaded: ${describeThrown(error)}`);
  }
}
