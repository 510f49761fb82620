/**
 * The files of the labs of one run: finds the text behind a module name, compiles it once, and
 * knows which path a person calls it by.
 *
 * Owned files come from where the submission was put; given files only from the course's own `src`.
 */

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { PrecompiledModuleSource } from "ses";
import type { LabSources } from "./events.ts";
import { LabLoadError, type Place } from "./lab-error.ts";
import { showFramesOf } from "./lab-stack.ts";
import { compileModule, type FileNames, sourceUrl } from "./module-text.ts";

/** Where one module's text is, and how it is shown. */
export interface LabFile {
  readonly lab: string;
  /** Relative to the lab's folder, `src/raft.ts`. */
  readonly path: string;
  /** The file that holds the text. */
  readonly file: string;
  /** The path that a debugger knows it by. */
  readonly source: string;
  /** The path that a person is shown. */
  readonly display: string;
  readonly isOwned: boolean;
}

/**
 * What this process has compiled, by names and text. Runs in one process have most files in common,
 * and a compiled module holds no state: compartments may share it.
 */
const compiledModules = new Map<string, PrecompiledModuleSource>();

function compileOnce(text: string, names: FileNames): PrecompiledModuleSource {
  const key = [names.display, names.source, text].join("\n");
  const known = compiledModules.get(key);
  if (known !== undefined) return known;
  const compiled = compileModule(text, names);
  compiledModules.set(key, compiled);
  return compiled;
}

export class LabFiles {
  readonly #labs: ReadonlyMap<string, LabSources>;
  readonly #modules = new Map<string, PrecompiledModuleSource>();
  /** The texts of loaded files by module name. */
  readonly #texts = new Map<string, string>();
  /** Loaded files by the URL that stack traces show. */
  readonly #byUrl = new Map<string, LabFile>();

  constructor(sources: Readonly<Record<string, LabSources>>) {
    this.#labs = new Map(Object.entries(sources));
  }

  /** The labs of this run. */
  lab(name: string): LabSources | undefined {
    return this.#labs.get(name);
  }

  /** The file of a module name such as `lab:raft/src/raft.ts`; `undefined` if there is none. */
  find(moduleName: string): LabFile | undefined {
    const match = /^lab:([a-z]+)\/(src\/.+\.ts)$/.exec(moduleName);
    const [, lab = "", path = ""] = match ?? [];
    const sources = this.#labs.get(lab);
    if (sources === undefined) return undefined;
    const owned = Object.hasOwn(sources.owned, path) ? sources.owned[path] : undefined;
    if (owned !== undefined) return { lab, path, ...owned, isOwned: true };
    const file = join(sources.folder, path);
    return isGiven(sources.folder, file)
      ? { lab, path, file, source: file, display: `${sources.display}/${path}`, isOwned: false }
      : undefined;
  }

  /** The compiled module of that name. */
  module(moduleName: string): PrecompiledModuleSource {
    const known = this.#modules.get(moduleName);
    if (known !== undefined) return known;
    const found = this.find(moduleName);
    if (found === undefined) {
      throw new LabLoadError("lab/missing-file", { file: moduleName }, "there is no such file");
    }
    const text = readFileSync(found.file, "utf8");
    const compiled = compileOnce(text, found);
    this.#modules.set(moduleName, compiled);
    this.#texts.set(moduleName, text);
    const url = sourceUrl(found.source);
    this.#byUrl.set(url, found);
    showFramesOf(url);
    return compiled;
  }

  /** The texts of all files that have been loaded, by module name. */
  texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** The loaded file that a stack trace calls `url`. */
  fileOfUrl(url: string): LabFile | undefined {
    return this.#byUrl.get(url);
  }

  /** Where `specifier` is imported in a module, for a message. */
  placeOfImport(moduleName: string, specifier: string): Place {
    const found = this.find(moduleName);
    if (found === undefined) return { file: moduleName };
    const lines = readFileSync(found.file, "utf8").split("\n");
    const index = lines.findIndex(
      (line) => line.includes(`"${specifier}"`) || line.includes(`'${specifier}'`),
    );
    return index < 0 ? { file: found.display } : { file: found.display, line: index + 1 };
  }
}

/** A given file is really inside the lab's `src`: no link leads out of it. */
function isGiven(folder: string, file: string): boolean {
  if (!existsSync(file)) return false;
  return realpathSync(file).startsWith(realpathSync(join(folder, "src")) + sep);
}
