/** A name that nothing defines is an error where it is read, and only there. */

import { describe, expect, test } from "@jest/globals";
import { defineUndefinedNames } from "./undefined-names.ts";

/** The globals of a lab whose files have this text. */
function globalsOf(text: string): Record<string, unknown> {
  const globals = { Buffer: 1 };
  defineUndefinedNames(globals, [text]);
  return globals;
}

describe("defineUndefinedNames()", () => {
  test("a misspelled name throws when it is read or assigned", () => {
    const globals = globalsOf("const value = 1; use(vlaue);");
    expect(() => globals["vlaue"]).toThrow(new ReferenceError("vlaue is not defined"));
    expect(() => {
      globals["vlaue"] = 1;
    }).toThrow(new ReferenceError("vlaue is not defined"));
  });

  test("a global stays what it is", () => {
    expect(globalsOf("Buffer.from(bytes)")["Buffer"]).toBe(1);
    expect(Object.hasOwn(globalsOf("toString()"), "toString")).toBe(false);
  });

  test("a name that is asked for stays undefined", () => {
    const globals = globalsOf("typeof window; typeof (screen); globalThis?.document; document");
    expect(["window", "screen", "document"].map((name) => globals[name])).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
  });

  test("a property is no name, and what is spread is one", () => {
    const globals = globalsOf("a.once; [...rest];");
    expect(globals["once"]).toBeUndefined();
    expect(() => globals["rest"]).toThrow("rest is not defined");
  });

  test("names of any script count", () => {
    expect(() => globalsOf("$größe2")["$größe2"]).toThrow("$größe2 is not defined");
  });
});
