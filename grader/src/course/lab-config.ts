/** The schema of a lab's `lab.json`: everything that the tools know about a lab is data here. */

import { z } from "zod";

const testSchema = z.strictObject({
  /** The exact title under which the test reports. */
  name: z.string().min(1),
  points: z.number().positive(),
  kind: z.enum(["unit", "paper", "transcript", "conformance", "sim", "property", "history"]),
});

const labelSchema = z.strictObject({
  label: z.string().regex(/^[0-9][0-9A-Za-z-]*$/),
  title: z.string().min(1),
  /** The page that explains it, from `docs/` on; without it, the page of the lab does. */
  handout: z
    .string()
    .regex(/^docs\/[\w./-]+\.md(#[\w-]+)?$/)
    .optional(),
  tests: z.array(testSchema).min(1),
});

export const labConfigSchema = z.strictObject({
  lab: z.string().regex(/^[a-z]+$/),
  title: z.string().min(1),
  /** The labs whose code this one imports, in the order in which they are written. */
  dependsOn: z.array(z.string()),
  /** The files that a student writes, relative to the lab's folder. */
  owns: z.array(z.string().regex(/^src\/[\w./-]+\.ts$/)).min(1),
  /** The packages that lab code may import. */
  imports: z.array(z.string()),
  limits: z.strictObject({
    /** After this many seconds without an end, a test has timed out. */
    testSeconds: z.number().int().min(1).max(600),
    /** After this many seconds in all, the rest of a label is given up. */
    labelSeconds: z.number().int().min(1).max(3600),
    /** The resident memory at which the process of a label is ended, in MiB. */
    memoryMiB: z.number().int().min(128).max(16384),
  }),
  labels: z.array(labelSchema).min(1),
});

/** A `lab.json`, checked by itself; `check-lab.ts` checks it against the rest. */
export type LabConfig = z.infer<typeof labConfigSchema>;
/** One label of a lab: a group of tests that are worked on together. */
export type LabelConfig = z.infer<typeof labelSchema>;
/** One test: its title is how it is found, its points are what it is worth. */
export type TestConfig = z.infer<typeof testSchema>;
