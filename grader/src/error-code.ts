/** What the system calls an error. */

/**
 * The code of an error of Node's (`ENOENT`, `EACCES`): shorter than its message, which repeats the
 * path, and the same on every system. Anything else that was thrown is written out.
 */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
