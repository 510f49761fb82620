/** Imports of generated files: what goes, what comes, and that the formatter agrees. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { addImport, removeUnusedImports } from "./imports.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The formatter sorts imports as well, which makes it the judge of where a new one belongs. */
function formatted(source: string): string {
  const options = ["check", "--write", "--stdin-file-path=grader/src/made-up.ts"];
  const biome = `${root}packages/toolchain/node_modules/.bin/biome`;
  return execFileSync(biome, options, { cwd: root, input: source, encoding: "utf8" });
}

const TODO = { name: "todo", from: "@tinykv/runtime" };

describe("removeUnusedImports()", () => {
  test("drops the names that the code does not mention", () => {
    const source = 'import { a, b as c, type D } from "./x.ts";\n\nexport const e = c;\n';
    expect(removeUnusedImports(source)).toBe(
      'import { b as c } from "./x.ts";\n\nexport const e = c;\n',
    );
  });

  test("drops a statement without names, with its blank line if it was the only one", () => {
    expect(removeUnusedImports('import { a } from "./x.ts";\n\nexport const e = 1;\n')).toBe(
      "export const e = 1;\n",
    );
    expect(
      removeUnusedImports('/** A. */\n\nimport { a } from "./x.ts";\n\nexport const e = 1;\n'),
    ).toBe("/** A. */\n\nexport const e = 1;\n");
  });

  test("a name that is only a type is still a use", () => {
    const source = 'import type { A } from "./x.ts";\n\nexport type B = A[];\n';
    expect(removeUnusedImports(source)).toBe(source);
  });

  test("a name that occurs in a comment or in a string only is not a use", () => {
    const source = 'import { a } from "./x.ts";\n\n/** Like {@link a}. */\nexport const e = "a";\n';
    expect(removeUnusedImports(source)).not.toContain("import");
  });

  test("imports for their side effect, of namespaces and of defaults stay", () => {
    const source = 'import "./x.ts";\nimport * as y from "./y.ts";\nimport z from "./z.ts";\n';
    expect(removeUnusedImports(source)).toBe(source);
  });

  test("a list that fits on one line again is written on one line", () => {
    const names = ["alphaAlphaAlpha", "betaBetaBeta", "gammaGammaGamma", "deltaDeltaDelta"];
    const list = [...names, "longNameToFillTheLine"].map((name) => `  ${name},\n`).join("");
    const use = `export const e = [${names.slice(0, 2).join(", ")}];`;
    const source = `import {\n${list}} from "./some-file.ts";\n\n${use}\n`;
    const tidy = removeUnusedImports(source);
    expect(tidy).toContain('import { alphaAlphaAlpha, betaBetaBeta } from "./some-file.ts";\n');
    expect(formatted(tidy)).toBe(tidy);
  });

  test("a list that is still too long stays on lines of its own", () => {
    const names = ["a", "b", "c", "d"].map((letter) => letter.repeat(30));
    const list = [...names, "unused"].map((name) => `  ${name},\n`).join("");
    const source = `import {\n${list}} from "./x.ts";\n\nexport const e = [${names.join()}];\n`;
    const tidy = removeUnusedImports(source);
    expect(tidy).toContain(`import {\n${names.map((n) => `  ${n},\n`).join("")}} from "./x.ts";`);
  });

  test("what is left of a mixed list is an import of types if it is types only", () => {
    const source = 'import { a, type B } from "./x.ts";\n\nexport type C = B;\n';
    expect(removeUnusedImports(source)).toContain('import type { B } from "./x.ts";');
  });
});

describe("addImport()", () => {
  const cases: [string, string, string][] = [
    [
      "an import of values from the module takes the name",
      'import { aaa, zzz } from "@tinykv/runtime";\n',
      'import { aaa, todo, zzz } from "@tinykv/runtime";\n',
    ],
    [
      "capitals do not decide the order",
      'import { TinyKvError, type Zeta } from "@tinykv/runtime";\n',
      'import { TinyKvError, todo, type Zeta } from "@tinykv/runtime";\n',
    ],
    [
      "between packages, in their order",
      'import { a } from "@tinykv/engine";\nimport { b } from "zod";\n',
      'import { a } from "@tinykv/engine";\nimport { todo } from "@tinykv/runtime";\n' +
        'import { b } from "zod";\n',
    ],
    [
      "before the neighbours of the file",
      'import { a } from "./a.ts";\n',
      'import { todo } from "@tinykv/runtime";\nimport { a } from "./a.ts";\n',
    ],
    [
      "after Node's modules",
      'import { join } from "node:path";\n',
      'import { join } from "node:path";\nimport { todo } from "@tinykv/runtime";\n',
    ],
    [
      "beside an import of types from the same module",
      'import type { A } from "@tinykv/runtime";\nimport { b } from "./b.ts";\n',
      'import type { A } from "@tinykv/runtime";\nimport { todo } from "@tinykv/runtime";\n' +
        'import { b } from "./b.ts";\n',
    ],
  ];

  test.each(cases)("%s", (_title, before, after) => {
    expect(addImport(before, TODO)).toBe(after);
    expect(formatted(after)).toBe(after);
  });

  test("a name that is there already is not added again", () => {
    const source = 'import { todo } from "@tinykv/runtime";\n';
    expect(addImport(source, TODO)).toBe(source);
  });
});
