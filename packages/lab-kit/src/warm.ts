/**
 * The entry file of a warm process: takes one order after the other, a JSON line each on standard
 * input, and runs each on the lab code that it names, in compartments and test modules of its own.
 *
 * It saves what a label's process spends on its start, nine tenths of the time of a short run. The
 * price is that runs share a process, so it is only for code of this course: mutants and gaps. The
 * tests are the same, and so is what decides a result (`run-lab-test.ts`); jest is left out.
 *
 * A run that does not get to its end ends the process, as jest would.
 */

import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describeThrown } from "./describe.ts";
import type { LabRun } from "./events.ts";
import { beginRun, currentRun } from "./lab-run.ts";
import { prepareProcess } from "./prepare-process.ts";
import { testFiles } from "./test-files.ts";

let runs = 0;

async function runOrder(order: LabRun): Promise<void> {
  runs += 1;
  if (runs === 1) await prepareProcess(Object.values(order.sources));
  const waiting: (() => Promise<void>)[] = [];
  beginRun(order, (_name, run) => void waiting.push(run));
  for (const url of testFiles(order.labFolder)) {
    // The module hooks hand the query on to what a test imports by a relative path: every run has
    // modules of its own, with the top level that loads the lab.
    await import(`${url}?run=${runs}`).catch(printLoadError);
    // A test that failed has said so itself, in an event.
    for (const run of waiting.splice(0)) await run().catch(() => undefined);
  }
  if (!currentRun().isDone) process.exit(1);
  // What the run has left unsettled settles before the next one begins, and counts for none.
  await nextTurn();
}

/** For the grader to show, should nothing else explain what went wrong. */
function printLoadError(error: unknown): void {
  process.stderr.write(`${describeThrown(error)}\n`);
}

for await (const line of createInterface({ input: process.stdin })) {
  // Written by the grader against the schema, and checked there.
  await runOrder(JSON.parse(line) as LabRun);
}
