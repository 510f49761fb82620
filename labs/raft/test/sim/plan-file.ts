/** Checks a plan that comes from a file: whoever edited it learns what is wrong with it. */

import { keyValueSchemas } from "@tinykv/checker";
import { TinyKvError } from "@tinykv/runtime";
import { faultStepSchema } from "@tinykv/sim/schedule-file";
import { z } from "zod";
import type { ClusterPlan } from "./cluster-plan.ts";

const rate = z.number().min(0).max(1).optional();
const rangeMs = z.tuple([z.number().min(0), z.number().min(0)]);

const planSchema = z.strictObject({
  seed: z.int().min(0),
  nodes: z.int().min(1).max(9),
  joiners: z.int().min(0).max(9),
  driver: z.enum(["core", "raw"]),
  writeMs: rangeMs,
  compactAfter: z.int().min(1).optional(),
  link: z.strictObject({
    delayMs: rangeMs.optional(),
    loss: rate,
    duplicate: rate,
    reorder: rate,
  }),
  thinkMs: z.int().min(0),
  timeMs: z.number().min(0).max(3_600_000),
  operations: z.array(z.strictObject({ client: z.int().min(1), input: keyValueSchemas.input })),
  schedule: z.array(faultStepSchema).transform((steps) => steps.toSorted((a, b) => a.at - b.at)),
});

/** @throws {TinyKvError} `sim/schedule-invalid` */
export function checkPlan(plan: unknown): ClusterPlan {
  const result = planSchema.safeParse(plan);
  if (result.success) return result.data as ClusterPlan;
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") ?? "";
  const what = `the plan's ${place}: ${issue?.message ?? "is wrong"}`;
  throw new TinyKvError("sim/schedule-invalid", what);
}
