/**
 * A runner for tests: gives every test the status that its owned files ask for, without a process.
 */

import type { LabelRequest, LabelRunner } from "../grade/label-request.ts";
import type { TestReport, TestStatus } from "../report/report.ts";

/** What one test comes to. */
export interface StubOutcome {
  readonly status: TestStatus;
  readonly message?: string;
  readonly file?: string;
  readonly line?: number;
}

/** Decides what a test comes to, from its name and from what would be run. */
export type StubPlan = (name: string, request: LabelRequest) => StubOutcome;

/** A runner that remembers what it was asked, in order. */
export function stubRunner(plan: StubPlan = () => ({ status: "passed" })): {
  readonly run: LabelRunner;
  readonly requests: LabelRequest[];
} {
  const requests: LabelRequest[] = [];
  const run: LabelRunner = async (request) => {
    requests.push(request);
    // A turn of the event loop, so that labels really overlap.
    await new Promise((resolve) => setImmediate(resolve));
    request.signal.throwIfAborted();
    return request.tests.map(({ name, points }): TestReport => {
      const outcome = { message: "", ...plan(name, request) };
      request.onEvent({ type: "test-start", name });
      const test = {
        ...{ name, ...outcome, points: outcome.status === "passed" ? points : 0, max: points },
        ...{ durationMs: 1.4, seed: request.seed, replay: "" },
      };
      request.onEvent({ type: "test-end", test });
      return test;
    });
  };
  return { run, requests };
}

/** The text of an owned file that a label would be run with. */
export function textOf(request: LabelRequest, lab: string, path: string): string | undefined {
  return request.files.get(lab)?.get(path)?.text;
}
