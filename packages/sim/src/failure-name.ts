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
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? "";
}
