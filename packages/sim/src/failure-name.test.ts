/** Tests of what a failure is called, and of what it says in one line. */

import { describe, expect, test } from "@jest/globals";
import { InvariantError, NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { nameOfError, textOfError, UNCAUGHT } from "./failure-name.ts";

const bare: unknown = Object.create(null);

describe("nameOfError()", () => {
  for (const { what, error, name } of [
    { what: "an operating error", error: new TinyKvError("engine/io", "no"), name: "engine/io" },
    { what: "a broken invariant", error: new InvariantError("raft/x"), name: "raft/x" },
    { what: "a gap", error: new NotImplementedError("2AA", "f"), name: "lab/not-written" },
    { what: "an object with a code", error: { code: "a/b" }, name: "a/b" },
    { what: "an error without a code", error: new Error("no"), name: UNCAUGHT },
    { what: "a code that is a number", error: { code: 25 }, name: UNCAUGHT },
    { what: "a string", error: "a/b", name: UNCAUGHT },
    { what: "null", error: null, name: UNCAUGHT },
    { what: "undefined", error: undefined, name: UNCAUGHT },
  ]) {
    test(`of ${what} is ${name}`, () => {
      expect(nameOfError(error)).toBe(name);
    });
  }
});

describe("textOfError()", () => {
  for (const { what, error, text } of [
    { what: "an error", error: new Error("no way"), text: "no way" },
    { what: "a text of many lines", error: new Error("one\ntwo\nthree"), text: "one" },
    { what: "lines of another system", error: new Error("one\r\ntwo"), text: "one" },
    { what: "an error without words", error: new RangeError(), text: "RangeError" },
    { what: "a string", error: "no way\nat all", text: "no way" },
    { what: "a number", error: 7, text: "7" },
    { what: "undefined", error: undefined, text: "undefined" },
    { what: "a symbol", error: Symbol("odd"), text: "Symbol(odd)" },
    { what: "what has no words at all", error: bare, text: "object" },
  ]) {
    test(`of ${what} is "${text}"`, () => {
      expect(textOfError(error)).toBe(text);
    });
  }
});
