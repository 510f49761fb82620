/** How the text of a lab file becomes a module, and how it is refused. */

import { describe, expect, test } from "@jest/globals";
import type { LabLoadError } from "./lab-error.ts";
import { compileModule, sourceUrl } from "./module-text.ts";

const names = { display: "labs/raft/src/raft.ts", source: "/home/you/raft.ts" };

const compile = (text: string) => compileModule(text, names);

describe("compileModule()", () => {
  test("keeps every line where it was", () => {
    const text = [
      "interface Gone {",
      "  readonly x: number;",
      "}",
      "export function here(y: Gone): number {",
      "  return y.x as number;",
      "}",
    ];
    const lines = compile(text.join("\n")).__syncModuleProgram__.split("\n");
    expect(lines[3]).toContain("function here(");
    expect(lines[4]).toMatch(/^ {2}return y\.x\s*;$/);
  });

  test("says what a module imports and exports, types left out", () => {
    const module = compile(
      [
        'import type { Gone } from "./gone.ts";',
        'import { type AlsoGone, kept } from "./kept.ts";',
        "export type T = Gone | AlsoGone;",
        "export const x = kept;",
      ].join("\n"),
    );
    expect(module.imports).toEqual(["./kept.ts"]);
    expect(module.exports).toEqual(["x"]);
  });

  test("attaches the name by which a debugger knows the file", () => {
    const program = compile("export const x = 1;").__syncModuleProgram__;
    expect(program).toContain("//# sourceURL=file:///home/you/raft.ts");
  });
});

describe("sourceUrl()", () => {
  test.each([
    ["/home/you/my labs/raft.ts", "file:///home/you/my%20labs/raft.ts"],
    ["work.zip: labs/raft.ts", "work.zip:%20labs/raft.ts"],
    ["a\nb.ts", "a%0Ab.ts"],
  ])("%p is one word", (source, url) => {
    expect(sourceUrl(source)).toBe(url);
  });
});

describe("a file is refused with its line", () => {
  test.each([
    ["broken TypeScript", "const a = 1;\nconst b: = 2;", 2, "Unexpected token"],
    ["an enum", "\n\nenum Role { Leader }", 3, "an enum; use a union"],
    [
      "a parameter property",
      "class A {\n  constructor(private readonly a: number) {}\n}",
      2,
      "declare a field and assign it",
    ],
    ["a namespace", "namespace N { export const a = 1 }", 1, "a file of its own"],
    ["an old import", 'import a = require("a");', 1, "use `import … from`"],
    ["a name that is declared twice", "const a = 1;\nconst a = 2;", 2, "declared"],
    ["a top-level await", "\nconst a = await 1;", 2, "cannot `await` at the top"],
    ["a dynamic import", "const fs =\n  await import('node:fs');", 2, "import(…)"],
    ["a dynamic import behind a comment", "import/* */('x');", 1, "import(…)"],
    ["a dynamic import in a comment", "// see import(x)", 1, "import(…)"],
    ["an HTML comment", "export const a = 1;\n// <!-- here", 2, "<!--"],
    ["the end of one", "export const a = 1; // -->", 1, "<!--"],
  ])("%s", (_what, text, line, says) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code: "lab/syntax", place: { file: names.display, line } });
    expect(error.message).toContain(says);
  });

  test("but not for a name that has `import` in it", () => {
    expect(() => compile("const reimport = (x: number) => x; reimport(1);")).not.toThrow();
    expect(() => compile("const o = { import: (x: number) => x }; o.import(1);")).not.toThrow();
  });
});

function errorOf(text: string): LabLoadError {
  try {
    compile(text);
  } catch (error) {
    return error as LabLoadError;
  }
  throw new Error("it was compiled");
}
