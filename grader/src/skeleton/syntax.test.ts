/** What the checks read from a syntax tree: errors, functions with their names, declarations. */

import { describe, expect, test } from "@jest/globals";
import { declarationsOf, functionAt, functionsOf, lineAt, syntaxError } from "./syntax.ts";

describe("syntaxError()", () => {
  test("is undefined for TypeScript", () => {
    expect(syntaxError("const a: number = 1 satisfies number;")).toBeUndefined();
  });

  test("says what the parser says", () => {
    expect(syntaxError("class A {")).toMatch(/Expected|Unexpected/);
  });
});

describe("lineAt()", () => {
  test("counts from 1", () => {
    expect([0, 1, 2, 3].map((offset) => lineAt("a\nb\n", offset))).toEqual([1, 1, 2, 2]);
  });
});

describe("functionsOf()", () => {
  const cases: [string, string, (string | undefined)[]][] = [
    ["a function", "export function f() {}", ["f"]],
    ["a method", "class A { m() {} }", ["A.m"]],
    ["a constructor", "class A { constructor() {} }", ["A.constructor"]],
    ["a private method", "class A { #m() {} }", ["A.#m"]],
    ["a static method", "class A { static m() {} }", ["A.m"]],
    ["an accessor", "class A { get m() { return 1; } }", ["A.m"]],
    ["an arrow function in a constant", "const f = () => { };", ["f"]],
    ["a function in a field", "class A { m = () => { }; }", ["A.m"]],
    ["an exported class expression", "const B = class { m() {} };", ["B.m"]],
    ["a callback", "f(() => { });", [undefined]],
    ["an object's method", "const o = { m() {} };", [undefined]],
    ["a function without a body in braces", "const f = () => 1;", []],
    ["a function in a function", "function f() { function g() {} }", ["f", "g"]],
    ["a callback in a method", "class A { m() { f(() => { }); } }", ["A.m", undefined]],
  ];

  test.each(cases)("%s", (_title, source, names) => {
    expect(functionsOf(source).map(({ name }) => name)).toEqual(names);
  });

  test("the body is what is between the braces", () => {
    const source = "function f() { a(); }";
    const [body] = functionsOf(source);
    expect(source.slice(body?.start, body?.end)).toBe(" a(); ");
  });
});

describe("functionAt()", () => {
  const source = "function f() { a(); g(() => { b(); }); }\nc();";

  test("is the innermost function", () => {
    expect(functionAt(source, source.indexOf("a()"))?.name).toBe("f");
    expect(functionAt(source, source.indexOf("b()"))?.name).toBeUndefined();
    expect(functionAt(source, source.indexOf("b()"))?.start).toBeGreaterThan(20);
  });

  test("is undefined outside of all functions", () => {
    expect(functionAt(source, source.indexOf("c()"))).toBeUndefined();
  });
});

describe("declarationsOf()", () => {
  const namesOf = (source: string): string[] => [...declarationsOf(source).keys()];

  test("names what is declared, with the members of classes and interfaces", () => {
    expect(
      namesOf(
        "export declare class A { x: number; m(): void; }\ninterface I { y: string; }\n" +
          "export type T = string;\nexport declare function f(): void;\n" +
          "export declare const c: 1, d: 2;",
      ),
    ).toEqual(["A", "A.x", "A.m", "I", "I.y", "T", "f", "c", "d"]);
  });

  test("counts overloads", () => {
    expect(
      namesOf("declare function f(a: number): void;\ndeclare function f(a: string): void;"),
    ).toEqual(["f", "f (2)"]);
  });

  test("names what is exported by a list", () => {
    expect(namesOf("declare class B {}\nexport { B, B as C };")).toEqual([
      "B",
      "export B",
      "export C",
    ]);
  });

  test("a class ends before its members", () => {
    const source = "export declare class A extends B { x: number; }";
    const a = declarationsOf(source).get("A");
    expect(source.slice(a?.start, a?.end)).toBe("export declare class A extends B ");
  });
});
