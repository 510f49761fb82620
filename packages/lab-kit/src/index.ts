export { CheckFailure } from "./check-failure.ts";
export type { Bytes, Primitive, Rejection } from "./checks.ts";
export { describeThrown, describeValue } from "./describe.ts";
export { createDisk, type Disk, type DiskKind, diskKinds } from "./disks.ts";
export { EngineFaults, type WriteCounts } from "./engine-faults.ts";
export { freezeShared } from "./freeze-shared.ts";
export type { LabContext } from "./lab-context.ts";
export { type LabTestBody, labTest } from "./lab-test.ts";
export { loadLab, loadLabAgain } from "./load-lab.ts";
export {
  type Codec,
  type PlainEntry,
  plainBoolean,
  plainBuffer,
  plainEntry,
  plainList,
  type Settled,
  settle,
  throughWire,
  wireBytes,
} from "./plain.ts";
export { writeRunFiles } from "./run-files.ts";
