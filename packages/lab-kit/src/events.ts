/**
 * What a label's process and the grader say to each other: the order for a run, given in the
 * environment, and events, written as one JSON line each to file descriptor 3.
 *
 * Student code reaches neither: its compartment has no `process` and no files.
 */

import { z } from "zod";

export * from "./protocol.ts";

const ownedFileSchema = z.strictObject({
  /** The file that holds the text, absolute. */
  file: z.string(),
  /** The file that a debugger knows the text by; a label, if it came out of an archive. */
  source: z.string(),
  /** The path to show a person: `labs/standalone/src/raw-handlers.ts`. */
  display: z.string(),
});

const labSourcesSchema = z.strictObject({
  /** The folder of the given code: the lab's own, absolute. */
  folder: z.string(),
  /** How to show that folder to a person: `labs/standalone`. */
  display: z.string(),
  /** The owned files, by their path in the lab (`src/raft.ts`). */
  owned: z.record(z.string(), ownedFileSchema),
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
  /**
   * Titles that no one can guess; the tests of these titles must fail. The first one runs before
   * all other tests, the second one after them.
   */
  canaries: z.tuple([z.string(), z.string()]),
  /**
   * After this many seconds without an end, a test has timed out; 0 (a debugger is attached):
   * never.
   */
  testSeconds: z.number().min(0),
  /** What to do with a simulated run that fails, beyond telling it. */
  simulation: z
    .strictObject({
      /** Where the run and its trace are written, absolute. */
      folder: z.string(),
      /** Whether to look for the smallest run that fails in the same way. */
      shrink: z.boolean(),
      /** The run to make instead of those that the test would draw: the plan of a file. */
      plan: z.unknown().optional(),
    })
    .optional(),
});

export type LabRun = z.infer<typeof labRunSchema>;
export type SimulationOrder = NonNullable<LabRun["simulation"]>;
export type LabSources = z.infer<typeof labSourcesSchema>;

const place = { file: z.string().optional(), line: z.number().int().optional() };

export const labEventSchema = z.discriminatedUnion("type", [
  /** Lab code is about to be loaded: from here on it can loop. */
  z.strictObject({ type: z.literal("load-start"), lab: z.string() }),
  z.strictObject({ type: z.literal("load-end"), lab: z.string() }),
  /** The lab's code could not be loaded at all. */
  z.strictObject({
    type: z.literal("load-failed"),
    status: z.enum(["failed", "not-written"]),
    message: z.string(),
    ...place,
  }),
  z.strictObject({ type: z.literal("test-start"), name: z.string() }),
  /** A step of the running test begins; for when it never ends. */
  z.strictObject({ type: z.literal("step"), step: z.string() }),
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
  /** The course itself is wrong: an unknown test name, a broken order. No student is at fault. */
  z.strictObject({ type: z.literal("setup-failed"), message: z.string() }),
  /** All tests that were to run have run. */
  z.strictObject({ type: z.literal("done") }),
]);

export type LabEvent = z.infer<typeof labEventSchema>;
export type TestEnd = Extract<LabEvent, { type: "test-end" }>;
