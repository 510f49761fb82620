/**
 * Keeps `labs/<lab>/given.json` in step with the files that it lists: `course skeleton` writes it,
 * `course skeleton --check` finds what has drifted. What the list is for stands in
 * `course/given-files.ts`.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GIVEN_FILE, hashGiven, listGivenFiles } from "../course/given-files.ts";
import type { LabConfig } from "../course/lab-config.ts";
import type { Finding } from "./finding.ts";

/** A list in both its states. Paths are relative to the root. */
export interface GivenList {
  readonly path: string;
  /** As it is now, if it is there. */
  readonly text: string | undefined;
  /** As the files say. */
  readonly fresh: string;
}

/** The list of one lab. */
export function givenList(root: string, lab: LabConfig): GivenList {
  const folder = join(root, "labs", lab.lab);
  const hashes = listGivenFiles(folder, lab.owns).map((path) => [
    path,
    hashGiven(readFileSync(join(folder, path))),
  ]);
  const path = `labs/${lab.lab}/${GIVEN_FILE}`;
  const file = join(root, path);
  return {
    path,
    text: existsSync(file) ? readFileSync(file, "utf8") : undefined,
    fresh: `${JSON.stringify(Object.fromEntries(hashes), undefined, 2)}\n`,
  };
}

/** Says from which line on a list has drifted, and so which file was changed, added or removed. */
export function checkGivenList(root: string, lab: LabConfig): Finding[] {
  const { path, text, fresh } = givenList(root, lab);
  const is = text?.replaceAll("\r\n", "\n").split("\n") ?? [];
  const wanted = fresh.split("\n");
  const line = wanted.findIndex((one, index) => one !== is[index]);
  if (line === -1 && is.length === wanted.length) return [];
  const problem =
    text === undefined
      ? "the list of given files has not been written yet"
      : "the list of given files is not what the lab holds, from this line on";
  const remedy = "Run `npm run course -- skeleton`.";
  const place = line === -1 ? wanted.length : line + 1;
  return [{ file: path, line: place, problem, remedy }];
}
