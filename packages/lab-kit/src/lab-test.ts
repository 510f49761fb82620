/**
 * Registers the tests of a lab with jest, or with whoever runs them in its place, and tells the
 * grader what became of each: nothing else decides a result.
 *
 * A test during which unwritten code was reached is "not written", whatever else happened: code
 * around the gap may have caught the error, or expected it.
 */

import { test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { emit } from "./event-log.ts";
import type { LabContext } from "./lab-context.ts";
import { currentRun } from "./lab-run.ts";
import { runLabTest } from "./run-lab-test.ts";

/** The body of a lab test. */
export type LabTestBody = (t: LabContext) => Promise<void> | void;

/**
 * Registers one test. It runs only if this run asks for it.
 *
 * @param name the title in the lab's `lab.json`, where its label and points are
 * @throws {TinyKvError} `grader/label-setup` for a name that is not there, or that was used before
 */
export function labTest(name: string, body: LabTestBody): void {
  const { order, registered } = currentRun();
  const { tests, run, canaries } = order;
  if (!tests.includes(name)) refuse(`"${name}" is not a test in lab.json`);
  if (registered.has(name)) refuse(`there are two tests "${name}"`);
  if (registered.size === 0) register(canaries[0], mustFail);
  registered.add(name);
  if (!run.includes(name)) return;
  register(name, body);
  if (run.every((expected) => registered.has(expected))) register(canaries[1], mustFail);
}

/**
 * The body of the canaries, tests that must fail: whatever would make every test pass makes them
 * pass as well, and gives itself away.
 */
function mustFail(t: LabContext): void {
  t.expectTrue(false, "a test that must fail");
}

function register(name: string, body: LabTestBody): void {
  const run = currentRun();
  const addTest = run.addTest ?? test;
  addTest(name, async () => {
    const end = await runLabTest(name, body);
    emit(end);
    if (name === run.order.canaries[1]) {
      run.isDone = true;
      emit({ type: "done" });
    }
    if (end.status !== "passed") throw new Error(end.message);
  });
}

function refuse(message: string): never {
  emit({ type: "setup-failed", message });
  throw new TinyKvError("grader/label-setup", message);
}
