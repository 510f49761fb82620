/**
 * Histories as text, one JSON object per line, so that a run can be kept, read, edited and checked
 * again.
 *
 * The first line may be a header (anything with a `story`), each other line is one operation:
 *
 *     {"story":"a read goes back in time","model":"register"}
 *     {"client":1,"call":0,"return":5,"status":"ok","input":{"op":"write","value":1},"output":null}
 *     {"client":2,"call":7,"status":"unknown","input":{"op":"read"}}
 *
 * What an input and an output look like is the model's business: it brings two schemas.
 */

import { TinyKvError } from "@tinykv/runtime";
import { z } from "zod";
import { checkHistory } from "./check-history.ts";
import type { History, Operation } from "./operation.ts";

/** How the lines of one model look. */
export interface HistorySchemas<Input, Output> {
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
}

/** What a file says about its history; more fields are allowed. */
export interface HistoryHeader {
  /** What happens, in one sentence. */
  readonly story: string;
  readonly [field: string]: unknown;
}

/** A file of a history. */
export interface ParsedHistory<Input, Output> {
  readonly header: HistoryHeader | undefined;
  readonly history: History<Input, Output>;
}

const headerSchema = z.looseObject({ story: z.string().min(1) });

/**
 * Reads a history. Empty lines are skipped.
 *
 * @throws {TinyKvError} `history/malformed` with the number of the line, or what `checkHistory`
 * throws
 */
export function parseHistory<Input, Output>(
  text: string,
  schemas: HistorySchemas<Input, Output>,
): ParsedHistory<Input, Output> {
  const schema = operationSchema(schemas);
  let header: HistoryHeader | undefined;
  const history: Operation<Input, Output>[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const value = parseJson(line, index + 1);
    if (index === 0 && hasStory(value)) header = checked(headerSchema, value, 1);
    else history.push(checked(schema, value, index + 1));
  }
  checkHistory(history);
  return { header, history };
}

/** Writes a history in the form that `parseHistory` reads; values must be plain JSON. */
export function formatHistory(history: History<unknown, unknown>, header?: HistoryHeader): string {
  const lines: unknown[] = header === undefined ? [...history] : [header, ...history];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** One line that is an operation; unknown fields are mistakes. */
function operationSchema<Input, Output>(
  schemas: HistorySchemas<Input, Output>,
): z.ZodType<Operation<Input, Output>> {
  const called = {
    client: z.union([z.number(), z.string().min(1)]),
    call: z.number(),
    input: schemas.input,
  };
  return z.discriminatedUnion("status", [
    z.strictObject({
      ...called,
      status: z.literal("ok"),
      return: z.number(),
      output: schemas.output,
    }),
    z.strictObject({
      ...called,
      status: z.enum(["fail", "unknown"]),
      return: z.number().optional(),
    }),
  ]);
}

function hasStory(value: unknown): boolean {
  return typeof value === "object" && value !== null && "story" in value;
}

function parseJson(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw malformed(lineNumber, "it is not JSON", cause);
  }
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown, lineNumber: number): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw malformed(lineNumber, `${path}${issue?.message ?? "wrong form"}`, result.error);
}

function malformed(lineNumber: number, text: string, cause: unknown): TinyKvError {
  return new TinyKvError("history/malformed", `line ${lineNumber}: ${text}`, { cause });
}
