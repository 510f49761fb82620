/**
 * Checks, on the syntax tree, that an owned file imports only what its lab allows.
 *
 * This is for good messages: with file, line and what to do, before anything runs. It is not the
 * wall. The compartment (`packages/lab-kit`) is, which knows no other module and has no `require`.
 *
 * Allowed are the packages of `imports` in lab.json, the packages of the labs that this one depends
 * on, and the files that the lab's own `src/` has in the course: no other is handed in. `import
 * type` may name anything, because it is gone before the code runs; `import { type X }` may not,
 * because the import itself stays.
 * Parsed by oxc-parser, which takes 0.3 ms a file and recovers from syntax errors. A text that was
 * made to can end the process here: callers want `check-source.ts`, which sees to that.
 */

import { posix } from "node:path";
import { type Program, parseSync, Visitor } from "oxc-parser";

/** What the files of one lab may import. */
export interface ImportRules {
  /** Exact specifiers of packages. */
  readonly packages: readonly string[];
  /** The files of the lab; without them, any path in its `src` will do. */
  readonly files?: LabFileNames;
}

/** What the course has in a lab. Paths are relative to the lab's folder. */
export interface LabFileNames {
  /** What a student hands in. */
  readonly owned: readonly string[];
  /** What the course brings along. */
  readonly given: readonly string[];
}

/** Something in an owned file that keeps its lab from being run. */
export interface SourceFinding {
  readonly kind: "import" | "syntax";
  /** Starting at 1. */
  readonly line: number;
  /** One sentence without the place. */
  readonly message: string;
}

/** A module that a statement or expression asks for, and where. */
interface Request {
  readonly start: number;
  readonly specifier: string;
}

/** At most so many are found per file: a file that imports 500 times wrongly is one mistake. */
const FINDINGS_MAX = 5;

/** So many owned files are named in a message. */
const NAMES_MAX = 4;

/** So much is shown of what a file says: every test of the lab repeats it in the report. */
const SHOWN_MAX = 200;

/**
 * Finds what is wrong with the file at `path`: the first few findings, in the order of its lines. A
 * file that cannot be parsed has its first syntax error as its only finding.
 *
 * @param path relative to the lab's folder, such as `src/raw-handlers.ts`
 * @throws {RangeError} if the file is nested too deeply to be walked through
 */
export function checkImports(
  path: string,
  text: string,
  rules: ImportRules,
): readonly SourceFinding[] {
  const parsed = parseSync(path, text, { lang: "ts", sourceType: "module" });
  const lineOf = lineFinder(text);
  const [error] = parsed.errors;
  if (error !== undefined) {
    const line = lineOf(error.labels[0]?.start ?? 0);
    return [{ kind: "syntax", line, message: `syntax error: ${shorten(error.message)}` }];
  }
  const refusals = staticRequests(parsed.program).flatMap((request) => {
    const message = refusal(path, request.specifier, rules);
    return message === undefined ? [] : [{ start: request.start, message }];
  });
  return [...refusals, ...otherWaysOut(parsed.program)]
    .sort((a, b) => a.start - b.start)
    .slice(0, FINDINGS_MAX)
    .map(({ start, message }) => ({ kind: "import", line: lineOf(start), message }));
}

/** The import and re-export statements that are still there once types are stripped. */
function staticRequests(program: Program): readonly Request[] {
  return program.body.flatMap((statement) => {
    if (statement.type === "ImportDeclaration") {
      if (statement.importKind === "type") return [];
      return [{ start: statement.start, specifier: statement.source.value }];
    }
    const isExport =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportAllDeclaration";
    if (!isExport || statement.exportKind === "type" || statement.source === null) return [];
    return [{ start: statement.start, specifier: statement.source.value }];
  });
}

/** Everything but a static import by which modules, or facts about the machine, are reached. */
function otherWaysOut(program: Program): readonly { start: number; message: string }[] {
  const found: { start: number; message: string }[] = [];
  const instead = "use an import statement at the top of the file";
  new Visitor({
    ImportExpression: ({ start }) => {
      found.push({ start, message: `import(…) is not allowed; ${instead}` });
    },
    TSImportEqualsDeclaration: ({ start, importKind }) => {
      if (importKind === "type") return;
      found.push({ start, message: `import … = is not allowed; ${instead}` });
    },
    MetaProperty: ({ start, meta }) => {
      if (meta.name !== "import") return;
      found.push({ start, message: "import.meta is not allowed; lab code needs no paths" });
    },
    CallExpression: ({ start, callee }) => {
      if (callee.type !== "Identifier" || callee.name !== "require") return;
      found.push({ start, message: `require(…) is not allowed; ${instead}` });
    },
  }).visit(program);
  return found;
}

/** Why `specifier` may not be imported from the file at `path`; `undefined` if it may. */
function refusal(path: string, specifier: string, rules: ImportRules): string | undefined {
  const shown = JSON.stringify(shorten(specifier));
  if (specifier.startsWith("./") || specifier.startsWith("../")) {
    const target = posix.normalize(posix.join(posix.dirname(path), specifier));
    if (target.startsWith("src/")) return notInCourse(shown, target, rules.files);
    return `import of ${shown} is not allowed: it leads out of the lab's src folder`;
  }
  if (rules.packages.includes(specifier)) return undefined;
  const allowed = [...rules.packages, "files of the lab's own src folder"].join(", ");
  return `import of ${shown} is not allowed; this lab may import ${allowed}`;
}

/**
 * Why a file of the lab's `src` may not be imported: it is not there for whoever grades, even if
 * the student's own folder has it.
 */
function notInCourse(
  shown: string,
  target: string,
  files: LabFileNames | undefined,
): string | undefined {
  if (files === undefined) return undefined;
  const all = [...files.owned, ...files.given];
  if (all.includes(target)) return undefined;
  const start = `import of ${shown} is not allowed: the course has no file ${shorten(target)}`;
  if (all.includes(`${target}.ts`)) return `${start}; write the name in full, ending in .ts`;
  const names = files.owned.slice(0, NAMES_MAX).join(", ");
  const more = files.owned.length - NAMES_MAX;
  const only = more > 0 ? `${names} and ${more} more` : names;
  const verb = files.owned.length === 1 ? "is" : "are";
  return `${start}; only ${only} ${verb} handed in, so move the code there`;
}

/** The line of an offset, counted from 1. */
function lineFinder(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split("\n").length;
}

function shorten(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
