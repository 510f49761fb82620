/**
 * Runs one label of one submission: a process for all its tests, and another one for what is left
 * when a test takes its process down with it. Whatever lab code does, every test gets exactly one
 * result.
 *
 * Invariants: lab code never runs in this process; when this returns, no process and no file of the
 * run is left; a result counts only if the ledger believes the processes that reported it.
 */

import { performance } from "node:perf_hooks";
import { hurriedSeconds, type LabEvent, type LabRun } from "@tinykv/lab-kit/events";
import { TinyKvError } from "@tinykv/runtime";
import type { LabelRequest } from "../grade/label-request.ts";
import type { TestReport } from "../report/report.ts";
import { labelCommand } from "./label-command.ts";
import { LabelLedger, type TestResult } from "./label-ledger.ts";
import { labelOrder } from "./label-order.ts";
import { type ProcessWatch, runLabelProcess } from "./label-process.ts";
import { settleEnd } from "./settle-end.ts";
import { type Stage, stageFiles } from "./stage-files.ts";
import type { ProcessEnd } from "./supervise.ts";
import { testReport } from "./test-report.ts";

/** One run of tests that is to be done in some process. */
export interface Launch {
  readonly request: LabelRequest;
  readonly order: LabRun;
  readonly stage: Stage;
  readonly watch: ProcessWatch;
}

/** Finds a process for a run, and resolves to how it ended. */
export type Launcher = (launch: Launch) => Promise<ProcessEnd>;

/** A process of its own for every run: the wall that submissions need between them. */
const launchAlone: Launcher = ({ request, order, stage, watch }) => {
  const { limits } = request.lab.config;
  const command = labelCommand(order, stage, { ...limits, debug: request.debug });
  return runLabelProcess(command, watch);
};

/**
 * Runs the requested tests, and resolves to one report per test, in their order.
 *
 * @param launch where runs get their processes from; a new one for each unless told otherwise
 * @throws {TinyKvError} `grader/label-setup` if the course itself is broken
 * @throws the reason of `request.signal`, if it was aborted
 */
export async function runLabel(
  request: LabelRequest,
  launch: Launcher = launchAlone,
): Promise<readonly TestReport[]> {
  const stage = stageFiles(request.course, request.files);
  try {
    const ledger = new LabelLedger(request.tests.map(({ name }) => name));
    await runProcesses(request, { stage, ledger, launch });
    return request.tests.map((test) => {
      const result = believedResult(ledger, test.name);
      return testReport(test, result, request);
    });
  } finally {
    stage.remove();
  }
}

/** What all processes of a label have in common. */
interface Circumstances {
  readonly stage: Stage;
  readonly ledger: LabelLedger;
  readonly launch: Launcher;
}

async function runProcesses(request: LabelRequest, common: Circumstances): Promise<void> {
  const { ledger } = common;
  const { limits } = request.lab.config;
  const start = performance.now();
  const end = start + limits.labelSeconds * 1000;
  let losses = 0;
  while (ledger.missing().length > 0 && ledger.distrust === undefined) {
    const secondsLeft = Math.max(0.001, (end - performance.now()) / 1000);
    const testSeconds = losses === 0 ? limits.testSeconds : hurriedSeconds(limits.testSeconds);
    const ended = await runProcess(request, { ...common, secondsLeft, testSeconds });
    if (ledger.setupFailure !== undefined) {
      throw new TinyKvError("grader/label-setup", ledger.setupFailure);
    }
    if (ended.kind === "broken") ledger.doubt("its report was damaged");
    const before = new Set(ledger.missing());
    const isLastLoss = losses + 1 >= (request.lossesMax ?? Infinity);
    if (settleEnd(ledger, { end: ended, limits: { ...limits, testSeconds }, isLastLoss }))
      losses += 1;
    tellSettled(request, ledger, before);
  }
}

/** How long a process may take, in all and for a test. */
interface TimeLimits {
  readonly secondsLeft: number;
  readonly testSeconds: number;
}

async function runProcess(
  request: LabelRequest,
  { stage, ledger, launch, secondsLeft, testSeconds }: Circumstances & TimeLimits,
): Promise<ProcessEnd> {
  const { debug, signal } = request;
  const { limits } = request.lab.config;
  const order = labelOrder(request, stage, { run: ledger.missing(), testSeconds });
  ledger.begin(order.canaries);
  const watch: ProcessWatch = {
    // A search for the smallest failing run takes as long as it takes; Ctrl-C ends it.
    limits:
      debug || request.simulation?.shrink === true
        ? { testSeconds: 0, seconds: 0, memoryMiB: 0 }
        : { ...limits, testSeconds, seconds: secondsLeft },
    signal,
    onEvent: (event) => {
      const before = new Set(ledger.missing());
      ledger.hear(event);
      passOn(event, request);
      tellSettled(request, ledger, before);
    },
    ...(debug ? { onOutput: (text: string) => void process.stderr.write(text) } : {}),
    removal: () => stage.remove(),
  };
  return launch({ request, order, stage, watch });
}

/** Tells the caller what a running process says. */
function passOn(event: LabEvent, request: LabelRequest): void {
  const isAsked = (name: string): boolean => request.tests.some((test) => test.name === name);
  if (event.type === "console") request.onEvent(event);
  if (event.type === "test-start" && isAsked(event.name)) request.onEvent(event);
}

/** Tells the caller about every test that has got its result since `before` were missing. */
function tellSettled(
  request: LabelRequest,
  ledger: LabelLedger,
  before: ReadonlySet<string>,
): void {
  for (const test of request.tests) {
    const result = ledger.result(test.name);
    if (result === undefined || !before.has(test.name)) continue;
    request.onEvent({ type: "test-end", test: testReport(test, result, request) });
  }
}

/** What a test's report is made of in the end. */
function believedResult(ledger: LabelLedger, name: string): TestResult {
  const { distrust } = ledger;
  if (distrust !== undefined) {
    const message = `the run could not be trusted: ${distrust}`;
    return { status: "crashed", message, durationMs: 0 };
  }
  return ledger.result(name) ?? { status: "crashed", message: "was not run", durationMs: 0 };
}
