/**
 * Writes the order for one process: which tests of which lab, from which files, with which seed.
 */

import { randomUUID } from "node:crypto";
import type { LabRun } from "@tinykv/lab-kit/events";
import type { LabelRequest } from "../grade/label-request.ts";
import type { Stage } from "./stage-files.ts";

/** What one process is to do: some of the tests that `request` asks for, each within its time. */
export interface OrderedRun {
  readonly run: readonly string[];
  readonly testSeconds: number;
}

/** The order for one process. Each has its own canaries. */
export function labelOrder(
  request: Omit<LabelRequest, "onEvent" | "signal">,
  stage: Stage,
  { run, testSeconds }: OrderedRun,
): LabRun {
  const { lab, label, seed, debug, simulation } = request;
  return {
    labFolder: lab.folder,
    lab: lab.config.lab,
    label: label.label,
    tests: lab.config.labels.flatMap(({ tests }) => tests.map(({ name }) => name)),
    run: [...run],
    sources: { ...stage.sources },
    seed,
    canaries: [`canary ${randomUUID()}`, `canary ${randomUUID()}`],
    testSeconds: debug || simulation?.shrink === true ? 0 : testSeconds,
    ...(simulation === undefined ? {} : { simulation }),
  };
}
