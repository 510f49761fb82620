/**
 * Finds a name that a lab file imports and that is not there, before any code runs. Most often it
 * is a type: types are gone when the code runs, so one must be imported as a type.
 */

import { LabLoadError } from "./lab-error.ts";
import type { FileNames } from "./module-text.ts";

/** What one file may import from: the exports of a module, or `undefined` if nobody knows. */
export type ExportsOf = (specifier: string) => ReadonlySet<string> | undefined;

const NAMED_IMPORT =
  /^import\s+(?!type\b)(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*["']([^"']+)["']/gm;

/**
 * Refuses the first name that its module does not export.
 *
 * @throws {LabLoadError} `lab/import`, with the line of the name
 */
export function checkNamedImports(text: string, names: FileNames, exportsOf: ExportsOf): void {
  for (const match of text.matchAll(NAMED_IMPORT)) {
    const [statement, list = "", specifier = ""] = match;
    const known = exportsOf(specifier);
    if (known === undefined) continue;
    const listStart = match.index + statement.indexOf("{") + 1;
    for (const [offset, name] of importedNames(list)) {
      if (known.has(name)) continue;
      const line = text.slice(0, listStart + offset).split("\n").length;
      throw new LabLoadError(
        "lab/import",
        { file: names.display, line },
        sentence(name, specifier),
      );
    }
  }
}

/** The names that an import list takes as values, with where they stand in it. */
function importedNames(list: string): (readonly [offset: number, name: string])[] {
  // Comments become blanks, so that places stay what they are.
  const blank = (comment: string): string => comment.replace(/[^\n]/g, " ");
  const code = list.replace(/\/\*[^]*?\*\/|\/\/.*/g, blank);
  return [...code.matchAll(/[^,]+/g)].flatMap((item) => {
    const [words = "", name = "", next] = /([\w$]+)(?:\s+([\w$]+))?/.exec(item[0]) ?? [];
    const isType = name === "type" && next !== undefined && next !== "as";
    return words === "" || isType ? [] : [[item.index + item[0].indexOf(words), name] as const];
  });
}

function sentence(name: string, specifier: string): string {
  return (
    `"${specifier}" exports no value \`${name}\`; ` +
    `if it is a type, write \`import type { ${name} }\` or \`import { type ${name} }\``
  );
}
