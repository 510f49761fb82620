/** The error by which a command line is found wrong: one sentence, and exit code 2. */

import { TinyKvError } from "@tinykv/runtime";

/** Something about the call that only the caller can mend. */
export class UsageError extends TinyKvError {
  override readonly name = "UsageError";
}
