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

export const labRunSchema = z.strictObject({
  /** The folder of the lab's own package: `labs/standalone`. Absolute. */
  labFolder: z.string(),
  lab: z.string(),
  label: z.string(),
  /** Every test of the label, in order; registering any other test is an error. */
  tests: z.array(z.string()),
  /** The tests to run now; all the others of the label are left out. */
  run: z.array(z.string()),
  /**
   * Where each lab's code comes from: the folder of the given code, and for the owned files the file
   * that holds each one's text and the path to show for it.
   */
  sources: z.record(
    z.string(),
    z.strictObject({
      folder: z.string(),
      owned: z.record(z.string(), z.strictObject({ file: z.string(), display: z.string() })),
      imports: z.array(z.string()),
    }),
  ),
  seed: z.number().int(),
  /** A title that no one can guess; the test of that title must fail. */
  canary: z.string(),
  testSeconds: z.number(),
});

export type LabRun = z.infer<typeof labRunSchema>;

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
  /** What the student's code printed with `console`, cut to a bounded length. */
  z.strictObject({ type: z.literal("console"), name: z.string(), text: z.string() }),
  /** The lab's code could not be loaded at all. */
  z.strictObject({ type: z.literal("load-failed"), message: z.string(), ...place }),
  /** All tests that were to run have run. */
  z.strictObject({ type: z.literal("done") }),
]);

export type LabEvent = z.infer<typeof labEventSchema>;
