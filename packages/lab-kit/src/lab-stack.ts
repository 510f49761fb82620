/**
 * What a stack trace shows where lab code runs: the frames of lab code, and no others.
 *
 * A trace that showed the frames of tests would tell a wrong solution which test it has to please.
 * What a student needs of a trace are the lines of their own files anyway.
 */

import { readString } from "./describe.ts";

/** The URLs of the lab files that this process has loaded. */
const labUrls = new Set<string>();

/** From now on frames of this URL are shown. */
export function showFramesOf(url: string): void {
  labUrls.add(url);
}

/** Formats a stack trace, in place of the platform's own way (V8's `Error.prepareStackTrace`). */
export function formatLabStack(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  const shown = sites.filter((site) => labUrls.has(site.getScriptNameOrSourceURL() ?? ""));
  return [headline(error), ...shown.map((site) => `    at ${frameText(site)}`)].join("\n");
}

/** The platform's text of a frame: the method of a call site that its type does not mention. */
function frameText(site: { toString(): string }): string {
  return site.toString();
}

/** The platform's first line. Read with care: an error may be made of lab code. */
function headline(error: unknown): string {
  const name = readString(error, "name") ?? "Error";
  const message = readString(error, "message") ?? "";
  if (message === "") return name;
  return name === "" ? message : `${name}: ${message}`;
}
