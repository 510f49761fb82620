/**
 * The conformance suite: everything that `../engine.ts` promises, as tests that any implementation
 * runs, on disk, in memory or simulated.
 */

import { describe } from "@jest/globals";
import { COLUMN_FAMILIES } from "../column-family.ts";
import type { MakeTestDisk } from "./harness.ts";
import { iterationTests } from "./iteration.ts";
import { keyAndValueTests } from "./keys-and-values.ts";
import { lifecycleTests } from "./lifecycle.ts";
import { type ModelTestOptions, modelTest } from "./model-test.ts";
import { rangeTests } from "./ranges.ts";
import { safetyTests } from "./safety.ts";
import { viewTests } from "./views.ts";
import { writeTests } from "./writes.ts";

/**
 * Declares the suite for one implementation.
 *
 * @param name     as it is shown in the results
 * @param makeDisk makes an empty disk; every test gets one of its own
 * @param options  for the random part
 */
export function engineConformance(
  name: string,
  makeDisk: MakeTestDisk,
  options: ModelTestOptions = {},
): void {
  describe(`engine ${name}`, () => {
    for (const cf of COLUMN_FAMILIES) {
      describe(`column family ${cf}`, () => {
        keyAndValueTests(makeDisk, cf);
        iterationTests(makeDisk, cf);
        rangeTests(makeDisk, cf);
      });
    }
    describe("writes", () => writeTests(makeDisk));
    describe("read views", () => viewTests(makeDisk));
    describe("opening and closing", () => lifecycleTests(makeDisk));
    describe("safety", () => safetyTests(makeDisk));
    describe("model", () => modelTest(makeDisk, options));
  });
}
