/**
 * Files for reports. A class takes long to grade, so a file that cannot be written is found first.
 */

import { constants } from "node:fs";
import { access, mkdir, realpath, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode } from "../error-code.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Checks that reports overwrite neither each other nor what is graded, and makes ready for each.
 *
 * @param outs where reports go, as the user wrote them
 * @param inputs what is graded: submissions, and files that students write. Absolute
 * @throws {UsageError} `grade/out`
 */
export async function prepareFiles(
  outs: readonly string[],
  from: string,
  inputs: readonly string[],
): Promise<void> {
  const taken = new Map<string, string>();
  const take = async (path: string, why: string): Promise<void> => {
    const name = await identity(path);
    if (name !== undefined) taken.set(name, why);
  };
  for (const input of inputs) await take(input, "is what is to be graded; choose another file");
  for (const out of outs) {
    if (out === "" || /[\\/]$/.test(out)) throw refused(`"${out}" names no file; name one`);
    const path = resolve(from, out);
    const before = taken.get((await identity(path)) ?? "");
    if (before !== undefined) throw refused(`${path} ${before}`);
    await prepareFile(path);
    // Only now can it be told which file it is: its folder may not have been there.
    await take(path, "is named for two reports; give each its own file");
  }
}

/**
 * What two names of one file have in common, whether or not it is there yet. `undefined` for
 * devices and pipes, which may take as many reports as they are given.
 */
async function identity(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (found?.isFile() === true || found?.isDirectory() === true) return `${found.dev}:${found.ino}`;
  if (found !== undefined) return undefined;
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}

/**
 * Makes the folders that lead to `path`, and checks that a file can be written there.
 */
async function prepareFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
  const existing = await stat(path).catch(() => undefined);
  if (existing === undefined) return;
  if (existing.isDirectory()) throw unwritable(path, "it is a folder");
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
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
  return refused(`${path} cannot be written (${errorCode(error)}); choose another file`);
}

function refused(sentence: string): UsageError {
  return new UsageError("grade/out", sentence);
}
