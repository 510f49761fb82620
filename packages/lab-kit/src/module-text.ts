/**
 * Prepares the text of one lab file for the compartment: types out, the file's own name attached.
 * Every line and column stays where it is, so stack traces and breakpoints are true.
 */

import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { ModuleSource } from "@endo/module-source";
import swc from "@swc/wasm-typescript";
import type { PrecompiledModuleSource } from "ses";
import { LabLoadError } from "./lab-error.ts";

/** The paths of a file, for a person and for a debugger. */
export interface FileNames {
  readonly display: string;
  readonly source: string;
}

/** The name under which a file is known to V8: to stack traces, and to a debugger. */
export function sourceUrl(source: string): string {
  return isAbsolute(source) ? pathToFileURL(source).href : encodeURI(source);
}

/**
 * Compiles one file.
 *
 * @param names the paths by which a person and a debugger know the file
 * @throws {LabLoadError} `lab/syntax` with the line
 */
export function compileModule(text: string, names: FileNames): PrecompiledModuleSource {
  const { display, source } = names;
  refuseForbiddenText(text, display);
  const code = `${stripTypes(text, display)}\n//# sourceURL=${sourceUrl(source)}`;
  const compiled = parseModule(code, display);
  refuseTopLevelAwait(compiled, display);
  return compiled;
}

function parseModule(code: string, display: string): PrecompiledModuleSource {
  try {
    return new ModuleSource(code, display);
  } catch (error) {
    throw syntaxError(error, display);
  }
}

/**
 * A module becomes the body of a function that is not async, line by line. That it is a valid one
 * is checked here, because here the error still knows its line.
 */
function refuseTopLevelAwait(compiled: PrecompiledModuleSource, display: string): void {
  try {
    new Script(compiled.__syncModuleProgram__, { filename: "module" });
  } catch (error) {
    const { message, stack } = error as SyntaxError;
    const line = /^module:(\d+)/.exec(stack ?? "")?.[1];
    const place = line === undefined ? { file: display } : { file: display, line: Number(line) };
    const isAwait = message.startsWith("await is only valid");
    const text = isAwait ? "lab code cannot `await` at the top of a file" : message;
    throw new LabLoadError("lab/syntax", place, text);
  }
}

/** What the compartment refuses by looking at the text alone, comments included. */
const forbidden = [
  {
    pattern: /(?:^|[^.]|\.\.\.)\bimport\s*(?:\(|\/[/*])/,
    text:
      "lab code has no `import(…)`, and must not mention it in a comment either; " +
      "use an import statement at the top",
  },
  {
    pattern: /<!--|-->/,
    text: "lab code may not contain `<!--` or `-->`, not even in a comment or a string",
  },
];

function refuseForbiddenText(text: string, display: string): void {
  for (const { pattern, text: sentence } of forbidden) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const before = text.slice(0, match.index + match[0].length);
    const line = before.trimEnd().split("\n").length;
    throw new LabLoadError("lab/syntax", { file: display, line }, sentence);
  }
}

function stripTypes(text: string, display: string): string {
  try {
    return swc.transformSync(text, { mode: "strip-only", filename: display }).code;
  } catch (error) {
    // The parser throws plain records, with the position in them.
    const { message, startLine } = error as { message?: string; startLine?: number };
    const place = startLine === undefined ? { file: display } : { file: display, line: startLine };
    throw new LabLoadError("lab/syntax", place, explainSyntax(message ?? String(error)));
  }
}

/** TypeScript that is more than types, and so cannot be stripped; with what to write instead. */
const inexpressible: Readonly<Record<string, string>> = {
  enum: 'an enum; use a union such as `type Role = "leader" | "follower"`',
  "parameter property": "a parameter property; declare a field and assign it in the constructor",
  "namespace declaration": "a namespace; export from a file of its own",
  "import equals declaration": "`import … = …`; use `import … from`",
  "export assignment": "`export = …`; use `export` in front of what is exported",
};

function explainSyntax(message: string): string {
  const what = /^TypeScript (.+) is not supported in strip-only mode$/.exec(message)?.[1];
  const instead = what === undefined ? undefined : inexpressible[what];
  return instead === undefined ? message : `lab code cannot have ${instead}`;
}

function syntaxError(error: unknown, display: string): LabLoadError {
  const cause = (error as { cause?: { message?: string; loc?: { line?: number } } }).cause;
  const line = cause?.loc?.line;
  const text = (cause?.message ?? String(error)).replace(/ \(\d+:\d+\)$/, "");
  const place = line === undefined ? { file: display } : { file: display, line };
  return new LabLoadError("lab/syntax", place, text);
}
