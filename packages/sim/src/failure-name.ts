/**
 * The name of what was thrown: two failures are the same failure when they have the same name.
 */

/** The name of an error without a code. */
export const UNCAUGHT = "sim/uncaught";

/** The code of an error, which is what it is known by; `sim/uncaught` if it has none. */
export function nameOfError(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return UNCAUGHT;
  return typeof error.code === "string" ? error.code : UNCAUGHT;
}

/** What an error says, in one line. */
export function textOfError(error: unknown): string {
  const [line] = textOf(error).split(/[\r\n]/, 1);
  return line ?? "";
}

function textOf(error: unknown): string {
  if (error instanceof Error) return error.message === "" ? error.name : error.message;
  try {
    return String(error);
  } catch {
    // Not everything that can be thrown can be put into words.
    return typeof error;
  }
}
