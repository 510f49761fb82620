export { engineConformance } from "./engine-conformance.ts";
export type { MakeTestDisk, TestDisk } from "./harness.ts";
export type { ModelTestOptions } from "./model-test.ts";
