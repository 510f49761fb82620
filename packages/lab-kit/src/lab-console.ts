/**
 * The `console` of lab code: a few methods that send short, safe text to the grader, at most so
 * many bytes per test. A flood costs the student nothing but the rest of their output.
 */

import { describeValue } from "./describe.ts";
import { emit } from "./event-log.ts";

/** How much one test may print, in characters. */
export const CONSOLE_MAX = 16 * 1024;

const methods = ["log", "info", "warn", "error", "debug", "trace"] as const;

/** The methods that lab code has on its `console`. */
export type LabConsole = Readonly<Record<(typeof methods)[number], (...values: unknown[]) => void>>;

let testName = "";
let left = CONSOLE_MAX;

/** Says which test is running, and gives it its own allowance; "" while the lab is loading. */
export function beginConsole(name: string): void {
  testName = name;
  left = CONSOLE_MAX;
}

/** Makes the console object for a compartment. */
export function createLabConsole(): LabConsole {
  const entries = methods.map((method) => [method, print] as const);
  return Object.fromEntries(entries) as unknown as LabConsole;
}

function print(...values: unknown[]): void {
  if (left <= 0) return;
  const text = values.map(showArgument).join(" ");
  const kept = text.slice(0, left);
  left -= kept.length + 1;
  const cut = left <= 0 ? " … (this test printed more than is kept; the rest is left out)" : "";
  emit({ type: "console", name: testName, text: `${kept}${cut}` });
}

/** Text is printed as it is; everything else is described. */
function showArgument(value: unknown): string {
  return typeof value === "string" ? value : describeValue(value);
}
