/** What an owned file may import, and that every other way to a module is found with its line. */

import { describe, expect, test } from "@jest/globals";
import { checkImports } from "./check-imports.ts";

const RULES = { packages: ["@tinykv/engine", "@tinykv/runtime", "@course/base"] };

/** The findings of a file at `path`, as `line: message`. */
function check(text: string, path = "src/one.ts"): string[] {
  return checkImports(path, text, RULES).map(({ line, message }) => `${line}: ${message}`);
}

const INSTEAD = "use an import statement at the top of the file";

describe("checkImports allows", () => {
  test.each([
    ["a listed package", `import { todo } from "@tinykv/runtime";`],
    ["the package of an earlier lab", `import * as base from "@course/base";`],
    ["a file beside it", `import { a } from "./two.ts";`],
    ["a re-export of a file below", `export { a } from "./deep/two.ts"; export * from "./x.ts";`],
    [
      "a type from anywhere, as it is gone before the code runs",
      `import type { A } from "node:fs";`,
    ],
    ["a re-exported type", `export type { Stats } from "node:fs"; export type * from "node:os";`],
    ["an import in a type", `type A = import("node:fs").Stats; let b: typeof import("node:vm");`],
    [
      "a method called require or import",
      `a.require("x"); a.import("y"); const { require: r } = a;`,
    ],
    ["new.target", `class A { constructor() { if (new.target === A) throw 0; } }`],
    [
      "the words in comments and strings",
      `// import "fs"\nconst a = 'require("fs") import("fs")';`,
    ],
    ["nothing at all", ""],
  ])("%s", (_what, text) => {
    expect(check(text)).toEqual([]);
  });

  test("what the course has in the lab, given or owned, if that is known", () => {
    const files = { owned: ["src/one.ts", "src/deep/two.ts"], given: ["src/given.ts"] };
    const text = `import "./deep/two.ts"; export * from "./given.ts"; import "./deep/../one.ts";`;
    expect(checkImports("src/one.ts", text, { ...RULES, files })).toEqual([]);
  });

  test("a path up, as long as it stays in src", () => {
    expect(check(`import { a } from "../one.ts";`, "src/deep/two.ts")).toEqual([]);
    expect(check(`import { a } from "../../src/one.ts";`, "src/deep/two.ts")).toEqual([]);
  });
});

describe("checkImports refuses a file that the course does not have", () => {
  const files = { owned: ["src/one.ts", "src/two.ts"], given: ["src/given.ts"] };
  const messages = (text: string, more: Partial<typeof files> = {}) =>
    checkImports("src/one.ts", text, { ...RULES, files: { ...files, ...more } }).map(
      ({ line, message }) => `${line}: ${message}`,
    );

  test("and says which files are handed in", () => {
    expect(messages(`\nimport { a } from "./helper.ts";`)).toEqual([
      '2: import of "./helper.ts" is not allowed: the course has no file src/helper.ts; ' +
        "only src/one.ts, src/two.ts are handed in, so move the code there",
    ]);
    const many = { owned: ["src/1.ts", "src/2.ts", "src/3.ts", "src/4.ts", "src/5.ts"] };
    expect(messages(`export * from "./x.ts";`, many)[0]).toContain("src/4.ts and 1 more are");
    const single = { owned: ["src/one.ts"] };
    expect(messages(`export * from "./x.ts";`, single)[0]).toContain("only src/one.ts is handed");
  });

  test("but has under its full name", () => {
    expect(messages(`import { a } from "./given";`)).toEqual([
      '1: import of "./given" is not allowed: the course has no file src/given; ' +
        "write the name in full, ending in .ts",
    ]);
  });

  test("unless only types are taken from it", () => {
    expect(messages(`import type { A } from "./helper.ts";`)).toEqual([]);
  });
});

describe("checkImports refuses", () => {
  const allowed = [...RULES.packages, "files of the lab's own src folder"].join(", ");

  test.each([
    ["node:fs", `import fs from "node:fs";`],
    ["fs", `import { readFileSync } from "fs";`],
    ["node:child_process", `import "node:child_process";`],
    ["@tinykv/engine/disk", `import { openDisk } from "@tinykv/engine/disk";`],
    ["node:vm", `export * from "node:vm";`],
    ["node:os", `export { cpus } from "node:os";`],
    ["/etc/x.ts", `import "/etc/x.ts";`],
    ["file:///etc/x.ts", `import "file:///etc/x.ts";`],
    ["data:text/javascript,0", `import "data:text/javascript,0";`],
    ["node:url", `import { type URL } from "node:url";`],
    ["node:fs", String.raw`import "node:\u0066s";`],
  ])("%s in %s", (specifier, text) => {
    expect(check(text)).toEqual([
      `1: import of "${specifier}" is not allowed; this lab may import ${allowed}`,
    ]);
  });

  test.each([
    ["../test/one.test.ts", "src/one.ts"],
    ["../../raft/src/raft.ts", "src/one.ts"],
    ["./../lab.json", "src/one.ts"],
    ["./deep/../../../x.ts", "src/one.ts"],
    ["../../test/x.ts", "src/deep/two.ts"],
  ])("the path %s from %s, which leads out", (specifier, path) => {
    expect(check(`import "${specifier}";`, path)).toEqual([
      `1: import of "${specifier}" is not allowed: it leads out of the lab's src folder`,
    ]);
  });

  test.each([
    ["import(…)", "const a = await import('./two.ts');"],
    ["import(…)", "const a = () => import(`node:${'fs'}`);"],
    ["require(…)", 'const a = require("node:fs");'],
    ["require(…)", "function f() { return require(name); }"],
    ["import … =", 'import a = require("node:fs");'],
  ])("%s in %s", (what, text) => {
    expect(check(text)).toEqual([`1: ${what} is not allowed; ${INSTEAD}`]);
  });

  test("import.meta", () => {
    expect(check("\nconst here = import.meta.url;")).toEqual([
      "2: import.meta is not allowed; lab code needs no paths",
    ]);
  });

  test("several things, in the order of their lines, whatever characters come before", () => {
    const text = [
      "// 🦀 é 漢字 \u{1F468}\u200d\u{1F469}",
      'import { todo } from "@tinykv/runtime";',
      'const lazy = () => import("./two.ts");',
      "",
      'import "node:fs"; const here = import.meta;',
    ].join("\r\n");
    expect(check(text).map((finding) => finding.split(" is ")[0])).toEqual([
      "3: import(…)",
      '5: import of "node:fs"',
      "5: import.meta",
    ]);
  });
});

describe("checkImports on a file that cannot be parsed", () => {
  test("gives the line of the first syntax error and nothing else", () => {
    const findings = checkImports("src/one.ts", 'import "node:fs";\nconst a = ;\n}', RULES);
    expect(findings).toEqual([
      { kind: "syntax", line: 2, message: expect.stringMatching(/^syntax error: /) },
    ]);
  });

  test.each(["const a: = 3", "class {", "`${", '"', "/*", "a ? b", "\u0000"])(
    "finds the error in %j",
    (text) => {
      expect(checkImports("src/one.ts", text, RULES)[0]?.kind).toBe("syntax");
    },
  );
});

describe("checkImports keeps short", () => {
  test("by the first few findings, however many there are", () => {
    const text = 'import "node:fs";\n'.repeat(3000);
    expect(check(text).map((finding) => finding.split(":")[0])).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("what it quotes", () => {
    expect(check(`import "${"x".repeat(5000)}";`)[0]?.length).toBeLessThan(500);
  });
});
