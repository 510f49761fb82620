/**
 * Puts the imports of a generated file in order: names that are not used any more go, and names
 * that are needed come. The result is what the formatter would make of it.
 *
 * Only `import { … } from "…"` statements lose names; any other kind of import stays as it is.
 */

import { type ImportDeclaration, parseSync } from "oxc-parser";
import { removeLines } from "./render.ts";

const LINE_WIDTH = 100;

/** A name to import, and where it comes from. */
export interface WantedImport {
  readonly name: string;
  readonly from: string;
}

interface NamedImport {
  readonly from: string;
  readonly isType: boolean;
  /** As written: `a`, `type B`, `c as d`. */
  readonly names: readonly string[];
}

/** Words the formatter's order: letters first, their case second. */
function compareNames(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.replace(/^type /, ""));
  return (left ?? "").localeCompare(right ?? "", "en", { sensitivity: "variant", numeric: true });
}

function formatImport({ from, isType, names }: NamedImport): string {
  const onlyTypes = !isType && names.every((name) => name.startsWith("type "));
  const list = onlyTypes ? names.map((name) => name.slice("type ".length)) : names;
  const keyword = isType || onlyTypes ? "import type" : "import";
  const line = `${keyword} { ${list.join(", ")} } from "${from}";`;
  if (line.length <= LINE_WIDTH) return line;
  return `${keyword} {\n${list.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

/** Every identifier in the program outside of its imports, properties and keys included. */
function namesIn(node: unknown, names: Set<string> = new Set()): Set<string> {
  if (Array.isArray(node)) {
    for (const child of node) namesIn(child, names);
  } else if (typeof node === "object" && node !== null) {
    const { type, name } = node as { type?: unknown; name?: unknown };
    if (type === "ImportDeclaration") return names;
    if ((type === "Identifier" || type === "JSXIdentifier") && typeof name === "string") {
      names.add(name);
    }
    for (const child of Object.values(node)) namesIn(child, names);
  }
  return names;
}

function importsOf(source: string): { imports: ImportDeclaration[]; used: Set<string> } {
  const { program } = parseSync("file.ts", source);
  const imports = program.body.filter((node) => node.type === "ImportDeclaration");
  return { imports, used: namesIn(program.body) };
}

/** `undefined` for imports of another shape: default, namespace, or for the side effect only. */
function asNamed(source: string, node: ImportDeclaration): NamedImport | undefined {
  const specifiers = node.specifiers.filter(({ type }) => type === "ImportSpecifier");
  if (specifiers.length === 0 || specifiers.length !== node.specifiers.length) return undefined;
  const names = specifiers.map(({ start, end }) => source.slice(start, end));
  return { from: node.source.value, isType: node.importKind === "type", names };
}

function replaceRange(source: string, node: ImportDeclaration, text: string): string {
  return source.slice(0, node.start) + text + source.slice(node.end);
}

const lineOf = (source: string, offset: number): number =>
  source.slice(0, offset).split("\n").length - 1;

function removeStatement(source: string, node: ImportDeclaration): string {
  const [start, end] = [lineOf(source, node.start), lineOf(source, node.end)];
  return removeLines(source.split("\n"), start, end).join("\n");
}

/** Removes imported names that the code does not mention. */
export function removeUnusedImports(source: string): string {
  const { imports, used } = importsOf(source);
  let result = source;
  for (const node of imports.reverse()) {
    const named = asNamed(source, node);
    if (named === undefined) continue;
    const kept = named.names.filter((_, index) =>
      used.has(node.specifiers[index]?.local.name ?? ""),
    );
    if (kept.length === named.names.length) continue;
    result =
      kept.length === 0
        ? removeStatement(result, node)
        : replaceRange(result, node, formatImport({ ...named, names: kept }));
  }
  return result;
}

/** Packages stand before the file's own neighbours, each group by name. */
function comesAfter(from: string, wanted: string): boolean {
  if (from.startsWith(".")) return true;
  if (from.startsWith("node:")) return false;
  return compareNames(from, wanted) > 0;
}

/** Adds `wanted` to the import of values from its module, or an import of its own. */
export function addImport(source: string, wanted: WantedImport): string {
  const { imports } = importsOf(source);
  for (const node of imports) {
    const named = asNamed(source, node);
    if (named === undefined || named.isType || named.from !== wanted.from) continue;
    if (named.names.includes(wanted.name)) return source;
    const names = [...named.names, wanted.name].sort(compareNames);
    return replaceRange(source, node, formatImport({ ...named, names }));
  }
  const line = formatImport({ from: wanted.from, isType: false, names: [wanted.name] });
  const next = imports.find((node) => comesAfter(node.source.value, wanted.from));
  if (next !== undefined)
    return `${source.slice(0, next.start)}${line}\n${source.slice(next.start)}`;
  const last = imports.at(-1);
  if (last !== undefined) return `${source.slice(0, last.end)}\n${line}${source.slice(last.end)}`;
  return addFirstImport(source, line);
}

/** After the block comment that opens the file, if there is one. */
function addFirstImport(source: string, line: string): string {
  const header = /^\/\*[\s\S]*?\*\/\n\n?/.exec(source)?.[0] ?? "";
  return `${header}${line}\n\n${source.slice(header.length)}`;
}
