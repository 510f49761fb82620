/**
 * What holds for every file, on all files of up to three parts: functions with a gap, cuts, given
 * code, classes with cuts and gaps in them. What a single case looks like is in
 * `cut-skeleton.test.ts`.
 */

import { describe, expect, test } from "@jest/globals";
import { cutSkeleton, fillGaps, unwriteGap } from "./cut-skeleton.ts";
import { findLeaks, secretsOf } from "./leaks.ts";
import { gapsOf, readMarkers } from "./markers.ts";
import { compareSignatures } from "./signatures.ts";
import { syntaxError } from "./syntax.ts";

const SECRET = "thisIsOnlyInTheSolution";

/** Makes one part of a file; `n` keeps names apart. */
type Part = (n: number) => string[];

const given: Part = (n) => [`/** Given. */`, `export const given${n} = ${n};`];

const gap: Part = (n) => [
  `/** Written by the student. */`,
  `export function gap${n}(): number {`,
  `  // gap 1 gap${n}`,
  "  // TODO(1) return a number.",
  "  // solution",
  `  return used${n} + ${SECRET}${n};`,
  "  // end",
  "}",
];

const cut: Part = (n) => [
  "// cut",
  `/** Ours. */`,
  `const ${SECRET}InACut${n} = used${n};`,
  "// end",
];

const classWithBoth: Part = (n) => [
  `export class Both${n} {`,
  "  // cut",
  `  readonly #${SECRET}${n} = used${n};`,
  "  // end",
  "",
  "  method(): number {",
  `    // gap 1 Both${n}.method`,
  "    // TODO(1) return a number.",
  "    // solution",
  `    return this.#${SECRET}${n};`,
  "    // end",
  "  }",
  "",
  "  // cut",
  `  #${SECRET}More${n}(): void {}`,
  "  // end",
  "}",
];

const classOfCuts: Part = (n) => [
  `export class Cuts${n} {`,
  "  first = 1;",
  "  // cut",
  "",
  `  ${SECRET}${n} = used${n};`.replace(SECRET, `#${SECRET}`),
  "  // end",
  "}",
];

const PARTS = { given, gap, cut, classWithBoth, classOfCuts };

/** All lists of one to `length` of these. */
function lists<Item>(items: readonly Item[], length: number): Item[][] {
  if (length === 0) return [[]];
  const shorter = lists(items, length - 1);
  const longest = shorter.filter((list) => list.length === length - 1);
  return [...shorter, ...longest.flatMap((list) => items.map((item) => [...list, item]))];
}

/** A file of these parts, with an import that the parts use. */
function fileOf(names: readonly (keyof typeof PARTS)[]): string {
  const imported = names.map((_, n) => `used${n}`).join(", ");
  const body = names.map((name, n) => PARTS[name](n).join("\n"));
  const head = "/** You write this file: something. */";
  return [head, `import { ${imported} } from "./given.ts";`, ...body].join("\n\n").concat("\n");
}

const files = lists(Object.keys(PARTS) as (keyof typeof PARTS)[], 3)
  .filter((names) => names.length > 0)
  .map((names) => ({ title: names.join(", "), source: fileOf(names) }));

/** Blank lines where the formatter has none. */
const STRAY_BLANK = /\n\n\n|[{]\n\n|\n\n *[}]|^\n|\n\n$/;
const MARKER = /^\s*\/\/ (?:gap .*|solution|cut|end)$/m;

/** The titles of the files for which something does not hold. */
function exceptions(holds: (source: string) => boolean): string[] {
  return files.filter(({ source }) => !holds(source)).map(({ title }) => title);
}

describe(`every one of ${files.length} files`, () => {
  test("is one that the markers are right in, and TypeScript", () => {
    expect(exceptions((source) => readMarkers(source, "x.ts").findings.length === 0)).toEqual([]);
    expect(exceptions((source) => syntaxError(source) === undefined)).toEqual([]);
  });

  test("has a skeleton without markers and without a trace of the solution", () => {
    expect(exceptions((source) => !MARKER.test(cutSkeleton(source, "x.ts")))).toEqual([]);
    expect(exceptions((source) => !cutSkeleton(source, "x.ts").includes(SECRET))).toEqual([]);
    const isTight = (source: string): boolean => {
      const secrets = secretsOf([readMarkers(source, "x.ts")]);
      return findLeaks(cutSkeleton(source, "x.ts"), "x.ts", secrets).length === 0;
    };
    expect(exceptions(isTight)).toEqual([]);
  });

  test("has a skeleton that is TypeScript, without a blank line too many", () => {
    expect(exceptions((source) => syntaxError(cutSkeleton(source, "x.ts")) === undefined)).toEqual(
      [],
    );
    expect(exceptions((source) => !STRAY_BLANK.test(cutSkeleton(source, "x.ts")))).toEqual([]);
  });

  test("has a skeleton with one call for each gap, and its import if there is one", () => {
    const isComplete = (source: string): boolean => {
      const names = gapsOf(readMarkers(source, "x.ts")).map(({ name }) => name);
      const skeleton = cutSkeleton(source, "x.ts");
      const calls = [...skeleton.matchAll(/todo\("1", "([^"]+)"\);/g)].map(([, name]) => name);
      const imports = skeleton.match(/import \{ todo \} from "@tinykv\/runtime";/g) ?? [];
      return calls.join() === names.join() && imports.length === (names.length > 0 ? 1 : 0);
    };
    expect(exceptions(isComplete)).toEqual([]);
  });

  test("has a skeleton that is its own skeleton, and declares the same", () => {
    const isStable = (source: string): boolean => {
      const skeleton = cutSkeleton(source, "x.ts");
      return cutSkeleton(skeleton, "x.ts") === skeleton;
    };
    expect(exceptions(isStable)).toEqual([]);
    const declaresTheSame = (source: string): boolean =>
      compareSignatures({
        ...{ skeletonPath: "a", skeleton: cutSkeleton(source, "x.ts") },
        ...{ solutionPath: "b", solution: source },
      }).length === 0;
    expect(exceptions(declaresTheSame)).toEqual([]);
  });

  test("is filled in by leaving out the markers and the TODO comments", () => {
    const isFilled = (source: string): boolean => {
      const kept = source.split("\n").filter((line) => !MARKER.test(line) && !/TODO/.test(line));
      return fillGaps(source, "x.ts") === kept.join("\n");
    };
    expect(exceptions(isFilled)).toEqual([]);
  });

  test("with one gap unwritten has all the other solutions and that one call", () => {
    const isExact = (source: string): boolean =>
      gapsOf(readMarkers(source, "x.ts")).every(({ name }, _index, gaps) => {
        const text = unwriteGap(source, name);
        const returns = text.match(/^ +return /gm) ?? [];
        return (
          text.includes(`todo("1", ${JSON.stringify(name)});`) &&
          text.split("todo(").length === 2 &&
          returns.length === gaps.length - 1 &&
          syntaxError(text) === undefined
        );
      });
    expect(exceptions(isExact)).toEqual([]);
  });
});
