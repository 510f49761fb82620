/** Finds the test files of a lab, for a runner other than jest. */

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The URLs of all test files of a lab, in its `test` folder and below, in the order in which jest
 * runs files that it knows nothing about: the largest first.
 */
export function testFiles(labFolder: string): string[] {
  const folder = join(labFolder, "test");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => ({ file: join(folder, name), size: statSync(join(folder, name)).size }))
    .sort((a, b) => b.size - a.size)
    .map(({ file }) => pathToFileURL(file).href);
}
