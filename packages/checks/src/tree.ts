/**
 * The files of the project, as git knows or would take them, for checks that look at all of them.
 */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const root: string = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Generated code is checked for being fresh, not for being tidy. */
const generated = /\/gen\//;

/** Paths relative to the root, sorted, of the files whose path matches. */
export function files(pattern: RegExp): string[] {
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
    { cwd: root, encoding: "utf8" },
  );
  return listed
    .split("\0")
    .filter((path) => pattern.test(path) && !generated.test(path))
    .filter((path) => existsSync(join(root, path)))
    .sort();
}

/** The text of a file, by its path relative to the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** `path:line` for every line of the files that the predicate finds, with the line. */
export function findLines(
  paths: readonly string[],
  isFound: (line: string, path: string) => boolean,
): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) =>
        isFound(line, path) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
}
