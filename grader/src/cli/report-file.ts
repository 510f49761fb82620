/**
 * Files for reports. A class takes long to grade, so a file that cannot be written is found first.
 */

import { constants } from "node:fs";
import { access, mkdir, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../error-code.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Makes the folders that lead to `path`, and checks that a file can be written there.
 *
 * @throws {UsageError} `grade/out`
 */
export async function prepareFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory() === true) throw unwritable(path, "it is a folder");
}

/** Writes a report. @throws {UsageError} `grade/out` */
export async function writeReportFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Both checks say it in the same words. */
function unwritable(path: string, error: unknown): UsageError {
  const sentence = `${path} cannot be written (${errorCode(error)}); choose another file`;
  return new UsageError("grade/out", sentence);
}
