/**
 * Finds the student's line that an error came from.
 *
 * The stack of an error is text that student code may have written itself, so it only decides which
 * line is shown: a frame counts if it names a file of the lab that was really loaded.
 */

import { readString } from "./describe.ts";
import type { Place } from "./lab-error.ts";
import type { LabFile, LabFiles } from "./lab-files.ts";

/** Stacks longer than this are not searched to the end. */
const STACK_MAX = 20_000;

/**
 * The innermost frame of `error` in an owned file, or else in a given file of a lab; `undefined` if
 * no frame is in a lab.
 */
export function placeOfError(error: unknown, files: LabFiles): Place | undefined {
  const stack = readString(error, "stack");
  if (stack === undefined) return undefined;
  let given: Place | undefined;
  for (const [file, line] of framesOf(stack, files)) {
    const place = { file: file.display, line };
    if (file.isOwned) return place;
    given ??= place;
  }
  return given;
}

function* framesOf(stack: string, files: LabFiles): Generator<[LabFile, number]> {
  for (const text of stack.slice(0, STACK_MAX).split("\n")) {
    const [, url = "", line = ""] = /\(?([^\s()]+):(\d+):\d+\)?$/.exec(text) ?? [];
    const file = files.fileOfUrl(url);
    if (file !== undefined) yield [file, Number(line)];
  }
}
