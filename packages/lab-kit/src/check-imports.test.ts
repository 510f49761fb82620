/** Names that a module does not export are refused at their line. */

import { describe, expect, test } from "@jest/globals";
import { checkNamedImports } from "./check-imports.ts";

const names = { display: "labs/a/src/one.ts", source: "/home/you/one.ts" };
const exportsOf = (specifier: string) =>
  specifier === "@tinykv/engine" ? new Set(["batch", "default"]) : undefined;
const check = (text: string): void => checkNamedImports(text, names, exportsOf);

describe("checkNamedImports()", () => {
  test.each([
    ["a type imported as a value", 'import { Engine } from "@tinykv/engine";', 1],
    ["one behind a value", 'import { batch, Engine } from "@tinykv/engine";', 1],
    ["one in a list of lines", 'import {\n  batch,\n  Engine,\n} from "@tinykv/engine";', 3],
    [
      "one behind others",
      'import {\n  // Engine\n  type T,\n  Engine as E } from "@tinykv/engine"',
      4,
    ],
    [
      "one in a later statement",
      'import x from "y";\n\nimport { Engine } from "@tinykv/engine";',
      3,
    ],
  ])("refuses %s at its line", (_what, text, line) => {
    expect(() => check(text)).toThrow(
      expect.objectContaining({ code: "lab/import", place: { file: names.display, line } }),
    );
    expect(() => check(text)).toThrow(
      `${names.display}:${line}: "@tinykv/engine" exports no value \`Engine\`; ` +
        "if it is a type, write `import type { Engine }`",
    );
  });

  test.each([
    'import { batch } from "@tinykv/engine";',
    'import { type Engine, batch as b } from "@tinykv/engine";',
    'import type { Engine } from "@tinykv/engine";',
    'import { anything } from "./of-a-module-that-nobody-knows.ts";',
    'import * as engine from "@tinykv/engine";',
    "import {} from '@tinykv/engine';",
    "// import { Engine } from '@tinykv/engine';",
  ])("accepts %s", (text) => {
    expect(() => check(text)).not.toThrow();
  });
});
