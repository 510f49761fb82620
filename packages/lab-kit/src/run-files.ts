/** Writes what is kept of a failing run next to each other: the run itself, its traces. */

import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Writes files with one name and different endings.
 *
 * @param folder is made if it is not there
 * @param texts the text of each file, by its ending: `{ ".json": "…" }`
 * @returns the files without their endings, as seen from where the folder is
 */
export function writeRunFiles(
  folder: string,
  name: string,
  texts: Readonly<Record<string, string>>,
): string {
  mkdirSync(folder, { recursive: true });
  for (const [ending, text] of Object.entries(texts)) {
    writeFileSync(join(folder, name + ending), text);
  }
  return `${basename(folder)}/${name}`;
}
