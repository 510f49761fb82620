/**
 * The little that the checks need to know about the syntax of a file: whether it parses, which
 * function a place is in, and what a file declares to its importers.
 *
 * Everything is read from the syntax tree of oxc-parser; no types are computed.
 */

import { parseSync } from "oxc-parser";

/** Any node of the tree, as far as a generic walk needs it. */
interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is TreeNode =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** The first syntax error of a file, if it has one. */
export function syntaxError(source: string): string | undefined {
  return parseSync("file.ts", source).errors[0]?.message;
}

/** The line of an offset, counted from 1. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}

/** A function with a body. */
export interface FunctionPlace {
  /** `f`, `Class.method`, `Class.constructor`; `undefined` for a function without a name. */
  readonly name: string | undefined;
  /** Offset just after the `{` of its body. */
  readonly start: number;
  /** Offset of the `}` of its body. */
  readonly end: number;
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "PrivateIdentifier") return `#${String(node["name"])}`;
  return node.type === "Identifier" ? String(node["name"]) : undefined;
}

/** What a walk knows about the way to a node. */
interface Around {
  /** The class around, if there is one. */
  readonly className: string | undefined;
  /** The name that the parent gives to a function: a method's key, a variable. */
  readonly givenName: string | undefined;
}

function aroundChildren(node: TreeNode, around: Around): Around {
  const name = nameOf(node["id"]) ?? nameOf(node["key"]);
  switch (node.type) {
    case "ClassDeclaration":
    case "ClassExpression":
      return { className: name ?? around.givenName, givenName: undefined };
    case "MethodDefinition":
    case "PropertyDefinition":
      return {
        className: around.className,
        givenName: around.className === undefined ? name : `${around.className}.${name ?? "?"}`,
      };
    case "VariableDeclarator":
      return { className: undefined, givenName: name };
    case "ClassBody":
      return around;
    default:
      return { className: undefined, givenName: undefined };
  }
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** All functions of a file that have a body in braces. */
export function functionsOf(source: string): FunctionPlace[] {
  const found: FunctionPlace[] = [];
  const visit = (value: unknown, around: Around): void => {
    if (Array.isArray(value)) {
      for (const child of value) visit(child, around);
    } else if (isNode(value)) {
      const body = value["body"];
      if (FUNCTIONS.has(value.type) && isNode(body) && body.type === "BlockStatement") {
        const name = nameOf(value["id"]) ?? around.givenName;
        found.push({ name, start: body.start + 1, end: body.end - 1 });
      }
      const inside = aroundChildren(value, around);
      for (const child of Object.values(value)) visit(child, inside);
    }
  };
  visit(parseSync("file.ts", source).program.body, {
    className: undefined,
    givenName: undefined,
  });
  return found;
}

/** The innermost function whose body contains the offset. */
export function functionAt(source: string, offset: number): FunctionPlace | undefined {
  return functionsOf(source)
    .filter(({ start, end }) => start <= offset && offset <= end)
    .sort((a, b) => b.start - a.start)[0];
}

/** One thing that a file declares at its top level, or a member of a class or interface in it. */
export interface Declaration {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * The declarations of a file by name: `f`, `Class`, `Class.member`. For a class or an interface the
 * declaration ends before its members. Overloads have numbers behind their names.
 */
export function declarationsOf(source: string): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  const add = (name: string, declaration: Declaration): void => {
    let key = name;
    for (let count = 2; found.has(key); count += 1) key = `${name} (${count})`;
    found.set(key, declaration);
  };
  for (const statement of parseSync("file.d.ts", source).program.body as unknown[]) {
    if (isNode(statement)) addStatement(statement, add);
  }
  return found;
}

function addStatement(
  statement: TreeNode,
  add: (name: string, declaration: Declaration) => void,
): void {
  const exported = statement["declaration"];
  const node = isNode(exported) ? exported : statement;
  const { start } = statement;
  const declarators = node["declarations"];
  if (Array.isArray(declarators)) {
    for (const one of declarators.filter(isNode))
      add(nameOf(one["id"]) ?? "?", { start, end: statement.end });
    return;
  }
  for (const one of Array.isArray(node["specifiers"]) ? node["specifiers"] : []) {
    const name = nameOf((one as TreeNode)["exported"]);
    if (name !== undefined) add(`export ${name}`, { start, end: statement.end });
  }
  const name = nameOf(node["id"]);
  if (name === undefined) return;
  const body = node["body"];
  const isContainer =
    isNode(body) && (body.type === "ClassBody" || body.type === "TSInterfaceBody");
  add(name, { start, end: isContainer ? body.start : statement.end });
  if (!isContainer || !Array.isArray(body["body"])) return;
  for (const member of body["body"].filter(isNode)) {
    const key = nameOf(member["key"]);
    if (key !== undefined) add(`${name}.${key}`, { start: member.start, end: member.end });
  }
}
