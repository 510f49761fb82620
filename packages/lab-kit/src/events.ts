/**
 * What a label's process and the grader say to each other: the order for a run, given in the
 * environment, and events, written as one JSON line each to file descriptor 3.
 *
 * Student code reaches neither: its compartment has no `process` and no files.
 */

import { z } from "zod";

/** The environment variable that holds the {@link LabRun} as JSON. */
export const RUN_VARIABLE = "TINYKV_LAB_RUN";

/** The file descriptor that events go to. */
export const EVENT_FD = 3;

const labSourcesSchema = z.strictObject({
  /** The folder of the given code: the lab's own, absolute. */
  folder: z.string(),
  /** For each owned file (`src/raft.ts`): the file that holds its text, and the path to show. */
  owned: z.record(z.string(), z.strictObject({ file: z.string(), display: z.string() })),
  /** The packages that this lab may import, earlier labs not included. */
  imports: z.array(z.string()),
});

export const labRunSchema = z.strictObject({
  /** The folder of the lab's own package: `labs/standalone`. Absolute. */
  labFolder: z.string(),
  lab: z.string(),
  label: z.string(),
  /** Every test of the lab, whatever its label; registering any other test is an error. */
  tests: z.array(z.string()),
  /** The tests to run now; all the others of the lab are left out. */
  run: z.array(z.string()),
  /** Where each lab's code comes from: this lab's, and that of the labs it depends on. */
  sources: z.record(z.string(), labSourcesSchema),
  seed: z.number().int(),
  /** A title that no one can guess; the test of that title must fail. Empty: no canary. */
  canary: z.string(),
  /** After this many seconds without an end, a test has timed out; 0 (a debugger is attached): never. */
  testSeconds: z.number().min(0),
});

export type LabRun = z.infer<typeof labRunSchema>;
export type LabSources = z.infer<typeof labSourcesSchema>;

const place = { file: z.string().optional(), line: z.number().int().optional() };

export const labEventSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("test-start"), name: z.string() }),
  z.strictObject({
    type: z.literal("test-end"),
    name: z.string(),
    status: z.enum(["passed", "failed", "not-written", "timeout"]),
    durationMs: z.number(),
    message: z.string(),
    ...place,
  }),
  /** What the student's code printed with `console`, cut to a bounded length; name "": at load. */
  z.strictObject({ type: z.literal("console"), name: z.string(), text: z.string() }),
  /** The lab's code could not be loaded at all. */
  z.strictObject({ type: z.literal("load-failed"), message: z.string(), ...place }),
  /** The course itself is wrong: an unknown test name, a broken order. Nobody's code is at fault. */
  z.strictObject({ type: z.literal("setup-failed"), message: z.string() }),
  /** All tests that were to run have run. */
  z.strictObject({ type: z.literal("done") }),
]);

export type LabEvent = z.infer<typeof labEventSchema>;
export type TestEnd = Extract<LabEvent, { type: "test-end" }>;
