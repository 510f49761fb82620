/** Signatures: what counts as one, and what is said when skeleton and solution differ. */

import { describe, expect, test } from "@jest/globals";
import { compareSignatures, signaturesOf } from "./signatures.ts";

/** The findings for two texts. */
function compare(skeleton: string, solution: string) {
  return compareSignatures({
    ...{ skeletonPath: "labs/a.ts", skeleton, solutionPath: "solution/a.ts", solution },
  });
}

describe("signaturesOf()", () => {
  test("has exported functions and the public members of exported classes", () => {
    const source =
      "export class A implements B {\n  #secret = 1;\n  private hidden = 2;\n" +
      "  constructor(x: number) {}\n  m(): void {}\n  static s(): string { return ''; }\n}\n" +
      "function helper(): void {}\nexport function f(a: string): Promise<void> { return g(a); }\n";
    expect([...signaturesOf(source)]).toEqual([
      ["A", "export declare class A implements B"],
      ["A.constructor", "constructor(x: number);"],
      ["A.m", "m(): void;"],
      ["A.s", "static s(): string;"],
      ["f", "export declare function f(a: string): Promise<void>;"],
    ]);
  });

  test("bodies, comments and line breaks do not count", () => {
    const one = "/** One. */\nexport function f(a: string, b: number): void { a; }";
    const other =
      "export function f(\n  a: string,\n  b: number,\n): void {\n  throw new Error();\n}";
    expect(signaturesOf(one)).toEqual(signaturesOf(other));
  });
});

describe("compareSignatures()", () => {
  test("finds nothing if only bodies and private parts differ", () => {
    const skeleton = "export class A {\n  m(): void {\n    todo();\n  }\n}\n";
    const solution =
      "export class A {\n  #x = 1;\n  m(): void {\n    this.#x += 1;\n  }\n  #n(): void {}\n}\n";
    expect(compare(skeleton, solution)).toEqual([]);
  });

  test("a function that is missing from the skeleton is found in the solution", () => {
    expect(
      compare("export const a = 1;\n", "export const a = 1;\n\nexport function f(): void {}\n"),
    ).toEqual([
      {
        file: "solution/a.ts",
        line: 3,
        problem: "f is declared here but not in the skeleton",
        remedy: expect.stringContaining("outside of cuts"),
      },
    ]);
  });

  test("a method that is missing, too", () => {
    const [finding] = compare("export class A {}\n", "export class A {\n  m(): void {}\n}\n");
    expect(finding).toMatchObject({
      line: 2,
      problem: "A.m is declared here but not in the skeleton",
    });
  });

  test("a type that differs is found in the skeleton, with both texts", () => {
    const [finding] = compare(
      "export class A {\n  m(a: number): void {}\n}\n",
      "export class A {\n  m(a: string): void {}\n}\n",
    );
    expect(finding).toMatchObject({
      file: "labs/a.ts",
      line: 2,
      problem: 'A.m is declared as "m(a: number): void;", in the solution as "m(a: string): void;"',
    });
  });

  test("what only the skeleton has is found as well", () => {
    const [finding] = compare(
      "\nexport function f(): void {}\n",
      "export const a = 1;\nexport function g(): void {}\nexport function f(): void {}\n".replace(
        "export function f(): void {}\n",
        "",
      ),
    );
    expect(finding).toMatchObject({ file: "solution/a.ts" });
    expect(compare("\nexport function f(): void {}\n", "export {};\n")).toMatchObject([
      { file: "labs/a.ts", line: 2, problem: "f is declared here but not in the solution" },
    ]);
  });

  test("an export by a list counts", () => {
    const [finding] = compare("class A {}\nexport {};\n", "class A {}\nexport { A };\n");
    expect(finding?.problem).toContain("is declared here but not in the skeleton");
  });
});
