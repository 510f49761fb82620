/**
 * The schema of `grader/course.json`: what holds for the course as a whole, and is checked against
 * the `lab.json` of every lab.
 *
 * The order of the labs here is the order of every list, report and scoreboard.
 * The points are written twice on purpose, here as a promise to the student and in `lab.json` test
 * by test: whoever adds a test must say where its points come from.
 */

import { z } from "zod";

export const courseSettingsSchema = z.strictObject({
  title: z.string().min(1),
  labs: z
    .array(
      z.strictObject({
        lab: z.string().regex(/^[a-z]+$/),
        /** What the lab is worth: the sum over its labels. */
        points: z.number().positive(),
        /** What each label is worth: the sum over its tests. */
        labels: z.record(z.string(), z.number().positive()),
      }),
    )
    .min(1),
});

/** `grader/course.json`, checked. */
export type CourseSettings = z.infer<typeof courseSettingsSchema>;
/** What the course promises about one lab. */
export type LabSettings = CourseSettings["labs"][number];
