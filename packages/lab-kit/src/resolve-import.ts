/**
 * Decides what an import statement of lab code means, or refuses it with a sentence.
 */

import { posix } from "node:path";
import { LabLoadError } from "./lab-error.ts";
import type { LabFiles } from "./lab-files.ts";

/**
 * Returns the module name that `specifier` means in the module `referrer`.
 *
 * @throws {LabLoadError} `lab/import` if the lab may not import it, `lab/missing-file`
 */
export function resolveImport(specifier: string, referrer: string, files: LabFiles): string {
  const lab = /^lab:([a-z]+)\//.exec(referrer)?.[1] ?? "";
  if (/^\.\.?\//.test(specifier)) return resolveRelative(specifier, referrer, files);
  const earlier = /^@tinykv\/([a-z]+)$/.exec(specifier)?.[1] ?? "";
  if (earlier !== lab && files.lab(earlier) !== undefined) return `lab:${earlier}/src/index.ts`;
  const allowed = files.lab(lab)?.imports ?? [];
  if (allowed.includes(specifier)) return specifier;
  const list = ["its own files", ...allowed].join(", ");
  const text = `lab code may not import "${specifier}"; it may import ${list}`;
  throw new LabLoadError("lab/import", files.placeOfImport(referrer, specifier), text);
}

function resolveRelative(specifier: string, referrer: string, files: LabFiles): string {
  // `lab:raft/src/raft.ts` + `./raft-log.ts`; the result must still be below `lab:raft/src/`.
  const target = posix.join(posix.dirname(referrer), specifier);
  const source = `${referrer.split("/", 1)[0] ?? ""}/src/`;
  const place = files.placeOfImport(referrer, specifier);
  if (!target.startsWith(source)) {
    throw new LabLoadError("lab/import", place, `"${specifier}" leads out of the lab's own files`);
  }
  if (files.find(target) !== undefined) return target;
  const hint = specifier.endsWith(".ts") ? "" : " (write the file's full name, ending in `.ts`)";
  throw new LabLoadError("lab/missing-file", place, `there is no file "${specifier}"${hint}`);
}
