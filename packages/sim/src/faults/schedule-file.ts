/**
 * Schedules in files: JSON that a person can edit, checked when it is read.
 *
 * An entry of its own (`@tinykv/sim/schedule-file`), because a schema library costs a tenth of a
 * second to load, and a test that draws its schedule reads none.
 */

import { TinyKvError } from "@tinykv/runtime";
import { z } from "zod";
import type { Schedule } from "./fault.ts";

const node = z.string().min(1);
const rate = z.number().min(0).max(1);
const rangeMs = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([min, max]) => min <= max, "the first time is above the second one");
const at = z.number().min(0);
const link = {
  delayMs: rangeMs.optional(),
  loss: rate.optional(),
  duplicate: rate.optional(),
  reorder: rate.optional(),
};

/** One step. */
export const faultStepSchema = z.discriminatedUnion("do", [
  z.strictObject({ at, do: z.literal("partition"), groups: z.array(z.array(node)) }),
  z.strictObject({
    ...{ at, do: z.literal("cut"), from: node, to: node },
    both: z.boolean().optional(),
  }),
  z.strictObject({ at, do: z.literal("heal") }),
  z.strictObject({
    ...{ at, do: z.literal("links"), from: node.optional(), to: node.optional() },
    ...link,
  }),
  z.strictObject({ at, do: z.literal("mend-links") }),
  z.strictObject({ at, do: z.enum(["crash", "start", "pause", "resume"]), node }),
  z.strictObject({
    ...{ at, do: z.literal("clock"), node },
    skewMs: z.number().optional(),
    rate: z.number().positive().optional(),
  }),
  z.strictObject({
    ...{ at, do: z.literal("disk"), node },
    writeMs: rangeMs.optional(),
    isFull: z.boolean().optional(),
    failRate: rate.optional(),
    failNext: z.int().min(0).optional(),
  }),
  z.strictObject({ at, do: z.literal("ask"), what: z.string().min(1), node }),
]);

/** A whole schedule. */
export const scheduleSchema = z.array(faultStepSchema);

/**
 * Reads a schedule.
 *
 * @param text a JSON list of steps
 * @throws {TinyKvError} `sim/schedule-invalid` with the first thing that is wrong, and where
 */
export function parseSchedule(text: string): Schedule {
  const result = scheduleSchema.safeParse(parseJson(text));
  if (result.success) return result.data as Schedule;
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw invalid(`step ${place === "" ? "?" : place}: ${issue?.message ?? "is wrong"}`);
}

/** Writes a schedule: a list with one step per line. */
export function formatSchedule(schedule: Schedule): string {
  const lines = schedule.map((step) => `  ${JSON.stringify(step)}`);
  return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function invalid(what: string): TinyKvError {
  return new TinyKvError("sim/schedule-invalid", `this is no schedule of faults; ${what}`);
}
