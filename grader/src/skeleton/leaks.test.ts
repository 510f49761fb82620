/** Leaks: which lines tell something, and where they are found again. */

import { describe, expect, test } from "@jest/globals";
import { findLeaks, findPassages, type Secrets, secretsOf, tellingLine } from "./leaks.ts";
import { readMarkers } from "./markers.ts";
import { SAMPLE, SAMPLE_PATH, SAMPLE_SKELETON } from "./testing/sample.ts";

const secrets: Secrets = secretsOf([readMarkers(SAMPLE, SAMPLE_PATH)]);
const MIDDLE = "this.#cached = await this.#store.add(context, parse(1));";
const LONG = 'if (this.#cached.sum > COUNT_MAX) throw new TinyKvError("toy/full", "too many");';
const SHORT = "return this.#cached.sum;";

describe("tellingLine()", () => {
  test.each([
    ["  return this.#cached.sum;", SHORT],
    ["  //   return   this.#cached.sum;", SHORT],
    [" * return this.#cached.sum;", SHORT],
    ["/** return this.#cached.sum;", SHORT],
    ["  } finally {", undefined],
    ["", undefined],
    ["// short", undefined],
  ])("%j", (line, telling) => {
    expect(tellingLine(line)).toBe(telling);
  });
});

describe("secretsOf()", () => {
  test("has the telling lines of gaps and cuts, comments included", () => {
    expect([...secrets.lines]).toEqual([
      "How far a counter goes. */",
      "const COUNT_MAX = 1_000_000;",
      "#cached: Entry | undefined;",
      MIDDLE,
      LONG,
      SHORT,
      "function forget(counter: Counter): void {",
      "caches.delete(counter);",
    ]);
  });

  test("has no line of a TODO comment, or from outside of regions", () => {
    for (const line of SAMPLE_SKELETON.split("\n")) {
      expect(secrets.lines.has(tellingLine(line) ?? "")).toBe(false);
    }
  });
});

describe("findLeaks()", () => {
  test("a skeleton that was generated has none", () => {
    expect(findLeaks(SAMPLE_SKELETON, "labs/a.ts", secrets)).toEqual([]);
  });

  test("finds a line of the solution, even as a comment", () => {
    const text = SAMPLE_SKELETON.replace('todo("1", "reset");', `// ${SHORT}`);
    expect(findLeaks(text, "labs/a.ts", secrets)).toEqual([
      {
        file: "labs/a.ts",
        line: 32,
        problem: `this line is part of the solution: ${SHORT}`,
        remedy: expect.stringMatching(/\.$/),
      },
    ]);
  });
});

describe("findPassages()", () => {
  const find = (...lines: string[]): number[] =>
    findPassages(lines.join("\n"), "docs/a.md", secrets).map(({ line }) => line);

  test("a long line is enough", () => {
    expect(find("text", LONG)).toEqual([2]);
    expect(find("text", MIDDLE)).toEqual([]);
  });

  test("so is a shorter one that is all of a gap", () => {
    const whole = "await this.#store.forgetEverything(at, once);";
    const source = ["// cut", whole, "// end"].join("\n");
    const all = secretsOf([readMarkers(source, "solution/a.ts")]);
    expect(findPassages(`text\n${whole}`, "docs/a.md", all)).toHaveLength(1);
  });

  test("a short line alone may be anybody's", () => {
    expect(find("text", SHORT, "other text of some length")).toEqual([]);
  });

  test("two short lines in a row, as in the solution, are a passage", () => {
    const [forget = "", remove = ""] = [...secrets.lines].slice(-2);
    expect(find("text", remove, "something that stands between", "more")).toEqual([]);
    expect(find("text", forget.slice(0, 30), remove)).toEqual([]);
    expect(find("text", forget, remove)).toContain(3);
  });

  test("short lines between them do not hide it", () => {
    expect(find("const COUNT_MAX = 1_000_000;", "", "{", "other text of some length")).toEqual([]);
    expect(find("How far a counter goes. */", "", "const COUNT_MAX = 1_000_000;")).toEqual([3]);
  });
});
