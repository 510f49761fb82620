/** The generator on a small made-up solution, and on the corners of its blank lines and imports. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { cutSkeleton, fillGaps, unwriteGap } from "./cut-skeleton.ts";
import { SAMPLE, SAMPLE_PATH, SAMPLE_SKELETON } from "./testing/sample.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const biome = fileURLToPath(
  new URL("packages/toolchain/node_modules/.bin/biome", new URL("../../../", import.meta.url)),
);

/** What the formatter makes of a text. */
function formatted(source: string): string {
  const options = ["check", "--write", "--stdin-file-path=grader/src/made-up.ts"];
  return execFileSync(biome, options, { cwd: root, input: source, encoding: "utf8" });
}

/** A file with one gap whose solution is `body`, between two other functions. */
function withGap(body: readonly string[], imports: readonly string[] = []): string {
  return [
    "/** You write this file: something. */",
    "",
    ...imports,
    ...(imports.length > 0 ? [""] : []),
    "export function first(): number {",
    "  // gap 1 first",
    "  // TODO(1) return one.",
    "  // solution",
    ...body.map((line) => `  ${line}`),
    "  // end",
    "}",
    "",
  ].join("\n");
}

describe("cutSkeleton()", () => {
  test("gaps become TODO comments with a call that throws, cuts and their imports go", () => {
    expect(cutSkeleton(SAMPLE, SAMPLE_PATH)).toBe(SAMPLE_SKELETON);
  });

  test("is the same text every time", () => {
    expect(cutSkeleton(SAMPLE, SAMPLE_PATH)).toBe(cutSkeleton(SAMPLE, SAMPLE_PATH));
  });

  test("the formatter has nothing to change", () => {
    expect(formatted(SAMPLE_SKELETON)).toBe(SAMPLE_SKELETON);
  });

  test("a file without regions stays as it is", () => {
    const source = 'import { a } from "./a.ts";\n\nexport const b = a;\n';
    expect(cutSkeleton(source, "x.ts")).toBe(source);
  });

  test("a file without imports gets its import after the opening comment", () => {
    const skeleton = cutSkeleton(withGap(["return 1;"]), "x.ts");
    expect(skeleton.split("\n").slice(0, 5)).toEqual([
      "/** You write this file: something. */",
      "",
      'import { todo } from "@tinykv/runtime";',
      "",
      "export function first(): number {",
    ]);
  });

  test("broken markers are an error that lists them all", () => {
    expect(() => cutSkeleton("// cut\n// gap 1\n", "solution/a.ts")).toThrow(
      /^course\/markers: solution\/a\.ts:2: .*\nsolution\/a\.ts:2: .*/,
    );
  });
});

describe("blank lines around a cut", () => {
  const cutOf = (...lines: string[]): string => cutSkeleton(lines.join("\n"), "x.ts");

  test("one of the two around it goes", () => {
    expect(cutOf("a;", "", "// cut", "b;", "// end", "", "c;")).toBe("a;\n\nc;");
  });

  test("none stays at the beginning of a block", () => {
    expect(cutOf("class A {", "  // cut", "  #b = 1;", "  // end", "", "  c = 2;", "}")).toBe(
      "class A {\n  c = 2;\n}",
    );
  });

  test("none stays at the end of a block", () => {
    expect(cutOf("class A {", "  c = 2;", "", "  // cut", "  #b = 1;", "  // end", "}")).toBe(
      "class A {\n  c = 2;\n}",
    );
  });

  test("one at the end of the file leaves one line break", () => {
    expect(cutOf("a;", "", "// cut", "b;", "// end", "")).toBe("a;\n");
  });

  test("between two lines nothing changes", () => {
    expect(cutOf("a;", "// cut", "b;", "// end", "c;")).toBe("a;\nc;");
  });

  test("two cuts in a row are like one", () => {
    expect(cutOf("a;", "", "// cut", "b;", "// end", "", "// cut", "c;", "// end", "", "d;")).toBe(
      "a;\n\nd;",
    );
  });
});

describe("fillGaps()", () => {
  const filled = fillGaps(SAMPLE, SAMPLE_PATH);

  test("has the solution, and neither markers nor TODO comments", () => {
    expect(filled).toContain("    return this.#cached.sum;");
    expect(filled).not.toMatch(/\/\/ (gap|solution|cut|end)|TODO|todo/);
  });

  test("keeps everything else, what is cut from a skeleton included", () => {
    const kept = SAMPLE.split("\n").filter((line) => !/^\s*\/\//.test(line));
    expect(filled.split("\n")).toEqual(kept);
  });

  test("the formatter has nothing to change", () => {
    expect(formatted(filled)).toBe(filled);
  });

  test("a solution that does nothing leaves an empty body", () => {
    expect(fillGaps(withGap([]), "x.ts")).toContain("first(): number {\n}");
  });
});

describe("unwriteGap()", () => {
  test("unwrites that gap and no other", () => {
    const source = unwriteGap(SAMPLE, "reset");
    expect(source).toContain('todo("1", "reset");');
    expect(source).not.toContain("  forget(counter);\n");
    expect(source).toContain("    return this.#cached.sum;");
    expect(source).not.toContain('todo("1", "Counter.increment")');
  });

  test("keeps cut parts, and imports the call beside what was imported", () => {
    const source = unwriteGap(SAMPLE, "reset");
    expect(source).toContain("function forget(counter: Counter): void {");
    expect(source).toContain('import { TinyKvError, todo } from "@tinykv/runtime";');
  });

  test("a name that is no gap is an error", () => {
    expect(() => unwriteGap(SAMPLE, "Counter.reset", SAMPLE_PATH)).toThrow(
      "course/unknown-gap: solution/toy/src/counter.ts has no gap named Counter.reset",
    );
  });
});
