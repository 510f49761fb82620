/**
 * The options of `tinykv`, checked: what commander hands over are strings, and what the commands
 * work with are addresses, numbers and notations. One schema; a bad value is one sentence.
 */

import { parseHostPort } from "@tinykv/runtime/net";
import { z } from "zod";
import { CliError } from "./cli-error.ts";

const LIMIT_MAX = 4_294_967_295;
const TIMEOUT_MS_MAX = 86_400_000;

/** As the server reads it, except that port 0 means nothing to a caller. */
const addr = z
  .string()
  .refine(
    (text) => (parseHostPort(text)?.port ?? 0) > 0,
    "is not HOST:PORT, such as 127.0.0.1:20160, with a port from 1 to 65535",
  );

/** A decimal number of a range, given as text. */
function number(name: string, max: number): z.ZodType<number> {
  const expected = `is not a ${name} from 0 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, expected)
    .transform(Number)
    .refine((value) => value <= max, expected);
}

const schema = z.object({
  /** Where the server is. */
  addr,
  /** The column family; whether there is such a one is for the server to say. */
  cf: z.string(),
  /** How long to wait for one answer, in milliseconds. */
  timeout: number("time in milliseconds", TIMEOUT_MS_MAX),
  hex: z.boolean().default(false),
  base64: z.boolean().default(false),
  /** Print JSON, one object a line. */
  json: z.boolean().default(false),
  /** Scan: where to begin, in the chosen notation. */
  start: z.string().default(""),
  /** Scan: the most pairs to ask for at a time. */
  limit: number("number of pairs", LIMIT_MAX).default(0),
  /** Scan: go on until there is no more. */
  all: z.boolean().default(false),
});

/** The checked options; what a command does not have is at its default. */
export type CliOptions = z.output<typeof schema>;

/**
 * Checks what commander has read.
 *
 * @throws {CliError} if a value is wrong, or two do not go together
 */
export function checkOptions(raw: Readonly<Record<string, unknown>>): CliOptions {
  const result = schema.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0]);
    throw new CliError(`--${name}: ${JSON.stringify(raw[name])} ${issue?.message ?? "is wrong"}.`);
  }
  const options = result.data;
  if (options.hex && options.base64) {
    throw new CliError("--hex and --base64 do not go together: choose one notation.");
  }
  if (options.all && options.limit === 0) {
    throw new CliError("--all needs a --limit above 0: it is the number of pairs in each page.");
  }
  return options;
}
