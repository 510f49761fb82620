/** Reads a simulated run that was kept in a file, to make it again. */

import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";

/** Larger files are none of ours. */
const BYTES_MAX = 100_000;

const savedRunSchema = z.looseObject({
  label: z.string(),
  /** The name of the test that it is a run of. */
  test: z.string(),
  /** What happens in it; the test checks it. */
  plan: z.record(z.string(), z.unknown()),
});

export type SavedRun = z.infer<typeof savedRunSchema>;

/**
 * Reads a run.
 *
 * @param shown how the caller called the file
 * @throws {UsageError} `lab/no-replay`
 */
export function readSavedRun(path: string, shown: string): SavedRun {
  const result = savedRunSchema.safeParse(parse(read(path, shown), shown));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw refuse(`${shown} is no kept run: ${place === "" ? "it" : place}: ${issue?.message ?? ""}`);
}

function read(path: string, shown: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw refuse(`there is nothing to replay: ${shown} is neither a seed nor a file`);
  }
  if (bytes.length <= BYTES_MAX) return bytes.toString();
  throw refuse(`${shown} is no kept run: it has ${bytes.length} bytes, and ${BYTES_MAX} at most`);
}

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse(`${shown} is no kept run: it is not JSON`);
  }
}

function refuse(what: string): UsageError {
  const help = "give the seed or the .json file that the failure printed";
  return new UsageError("lab/no-replay", `${what}; ${help}, such as \`npm run lab -- replay 7\``);
}
