/**
 * The report on one submission: what `grade --format json` prints, and what every other format is
 * made from.
 */

import { z } from "zod";

export const testStatuses = [
  "passed",
  "failed",
  "not-written",
  "timeout",
  "crashed",
  "rejected",
] as const;

const points = z.number().min(0);

const testReportSchema = z.strictObject({
  name: z.string(),
  status: z.enum(testStatuses),
  points,
  max: points,
  durationMs: z.number().min(0),
  /** Empty when passed. First line: what went wrong, in one sentence. */
  message: z.string(),
  /**
   * The student's line that a failure points at, relative to the course's root, if there is one.
   */
  file: z.string().optional(),
  line: z.number().int().optional(),
  seed: z.number().int(),
  /** The command that runs just this test again, the same way. */
  replay: z.string(),
});

const labelReportSchema = z.strictObject({
  label: z.string(),
  score: points,
  max: points,
  tests: z.array(testReportSchema),
});

const labReportSchema = z.strictObject({
  lab: z.string(),
  score: points,
  max: points,
  labels: z.array(labelReportSchema),
});

export const reportSchema = z.strictObject({
  submission: z.string(),
  score: points,
  max: points,
  seed: z.number().int(),
  durationMs: z.number().min(0),
  deps: z.enum(["own", "reference"]),
  labs: z.array(labReportSchema),
  problems: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});

/** What became of a test; docs/grading.md says what each means. */
export type TestStatus = (typeof testStatuses)[number];
/** One test. */
export type TestReport = z.infer<typeof testReportSchema>;
/** One label, with its tests in the order of `lab.json`. */
export type LabelReport = z.infer<typeof labelReportSchema>;
/** One lab, with its labels in the order of `lab.json`. */
export type LabReport = z.infer<typeof labReportSchema>;
/** One submission, with its labs in the order of the course. */
export type Report = z.infer<typeof reportSchema>;
