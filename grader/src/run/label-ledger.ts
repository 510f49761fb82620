/**
 * Keeps the books of one label: which test has which result, over all processes that were needed,
 * and whether what they said can be believed.
 *
 * Believed is a process in which the first canary failed before anything else was reported, in
 * which each test was asked for, began once and ended once, and, if it got to its end, in which the
 * second canary failed too. One lie, and nothing that the label's processes said counts.
 */

import type { LabEvent, TestEnd } from "@tinykv/lab-kit/events";

/** The result of one test. */
export interface TestResult {
  readonly status: TestEnd["status"] | "crashed";
  readonly message: string;
  readonly durationMs: number;
  readonly file?: string;
  readonly line?: number;
}

/** What the current process is doing. */
export type Activity = "start-up" | "loading the lab" | "the test" | "the time between two tests";

/** The results of a label, as its processes report them. */
export class LabelLedger {
  readonly #results = new Map<string, TestResult>();
  readonly #expected: readonly string[];
  #canaries: readonly string[] = [];
  /** Canaries that have failed in the current process. */
  #failedCanaries = new Set<string>();
  #running: string | undefined;
  #activity: Activity = "start-up";
  #lastStep: string | undefined;
  #distrust: string | undefined;
  #loadFailure: TestResult | undefined;
  #setupFailure: string | undefined;

  /** @param expected the titles of all tests that must have a result in the end */
  constructor(expected: readonly string[]) {
    this.#expected = expected;
  }

  /** A new process begins, with canaries of its own. */
  begin(canaries: readonly string[]): void {
    this.#canaries = canaries;
    this.#failedCanaries = new Set();
    this.#running = undefined;
    this.#activity = "start-up";
    this.#lastStep = undefined;
  }

  /** The tests that have no result yet, in their order. */
  missing(): readonly string[] {
    return this.#expected.filter((name) => !this.#results.has(name));
  }

  /** The test, one of the expected ones, that is running in the current process. */
  get running(): string | undefined {
    const name = this.#running;
    return name !== undefined && this.#expected.includes(name) ? name : undefined;
  }

  get activity(): Activity {
    return this.#activity;
  }

  /** The latest step that has begun in the running test, as it said itself. */
  get lastStep(): string | undefined {
    return this.#lastStep;
  }

  /** Why nothing that was reported counts, if that is so. */
  get distrust(): string | undefined {
    return this.#distrust;
  }

  /** The result of every test of a lab that could not be loaded. */
  get loadFailure(): TestResult | undefined {
    return this.#loadFailure;
  }

  /** What is wrong with the course itself. */
  get setupFailure(): string | undefined {
    return this.#setupFailure;
  }

  /** The result of a test. */
  result(name: string): TestResult | undefined {
    return this.#results.get(name);
  }

  /** Gives a test a result that its process could not report itself. */
  settle(name: string, result: TestResult): void {
    this.#results.set(name, result);
  }

  /** Stops believing anything, for the first reason given. */
  doubt(reason: string): void {
    this.#distrust ??= reason;
  }

  /** Takes note of an event. */
  hear(event: LabEvent): void {
    switch (event.type) {
      case "load-start":
        this.#activity = "loading the lab";
        return;
      case "load-end":
        this.#activity = this.#running === undefined ? "the time between two tests" : "the test";
        return;
      case "load-failed":
        this.#loadFailure = { ...withPlace(event), status: event.status, durationMs: 0 };
        return;
      case "setup-failed":
        this.#setupFailure = event.message;
        return;
      case "test-start":
        return this.#begin(event.name);
      case "step":
        this.#lastStep = event.step;
        return;
      case "test-end":
        return this.#end(event);
      case "done":
        if (this.#failedCanaries.size < this.#canaries.length) this.doubt("a canary did not run");
        return;
      case "console":
        return;
      default:
        return event satisfies never;
    }
  }

  #begin(name: string): void {
    if (this.#running !== undefined) this.doubt(`"${name}" began during "${this.#running}"`);
    else if (!this.#mayRun(name)) this.doubt(`"${name}" began and was not asked for`);
    this.#running = name;
    this.#activity = "the test";
    this.#lastStep = undefined;
  }

  #end(event: TestEnd): void {
    const { name, status, durationMs } = event;
    if (name !== this.#running) this.doubt(`"${name}" ended and had not begun`);
    this.#running = undefined;
    this.#activity = "the time between two tests";
    this.#lastStep = undefined;
    if (this.#canaries.includes(name)) {
      if (status !== "failed") this.doubt("a test that must fail did not fail");
      this.#failedCanaries.add(name);
      return;
    }
    if (this.#failedCanaries.size === 0) this.doubt("a test ended before the one that must fail");
    if (this.#mayRun(name)) this.settle(name, { ...withPlace(event), status, durationMs });
    else this.doubt(`"${name}" ended and was not asked for`);
  }

  #mayRun(name: string): boolean {
    if (this.#canaries.includes(name)) return !this.#failedCanaries.has(name);
    return this.#expected.includes(name) && !this.#results.has(name);
  }
}

/** The message of an event, with the line it points at if there is one. */
function withPlace(event: {
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}): Pick<TestResult, "message" | "file" | "line"> {
  const { message, file, line } = event;
  return {
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}
