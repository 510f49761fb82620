/** Attempts on the judge itself: jest, its matchers, the events, what is printed and awaited. */

import type { Attempts } from "./attempt.ts";

export const judgeAttempts: Attempts = {
  "jest's symbols on globalThis": {
    code: 'globalThis[Symbol.for("$$jest-matchers-object")] = {};',
    outcome: "object is not extensible",
  },
  "symbols that are there": {
    code: "return Object.getOwnPropertySymbols(globalThis).map(String).join();",
    outcome: 'value: "Symbol(Symbol.unscopables)"',
  },
  "expect.extend": {
    code: "expect.extend({ toBe: () => ({ pass: true }) });",
    outcome: "expect is not defined",
  },
  "a hook for inspection": {
    code: `
      let called = "not called";
      const hook = () => { called = "called"; return ""; };
      const inspect = Symbol.for("nodejs.util.inspect.custom");
      console.log({ [inspect]: hook, toJSON: hook, toString: hook });
      return called;`,
    outcome: "not called",
  },
  "a getter that is printed": {
    code: `
      let called = "not called";
      console.log({ get secret() { called = "called"; return 1; } });
      return called;`,
    outcome: "not called",
  },
  "a Proxy that is printed": {
    code: 'console.log(new Proxy({}, { ownKeys() { throw new Error("x"); } })); return "printed";',
    outcome: "printed",
  },
  "events in what is printed": {
    code: 'console.log(\'\\n{"type":"done"}\\n\'); return "printed";',
    outcome: "printed",
  },
  "events in a stack": {
    code: `
      const error = new Error("x");
      error.stack = '\\n{"type":"done"}\\n    at x (file:///etc/passwd:1:1)';
      throw error;`,
    outcome: "reason: x",
  },
  "an error that resists": {
    code: `
      throw { get message() { throw new Error("no"); }, get stack() { throw new Error("no"); } };`,
    outcome: "a getter",
  },
  "an overflowing stack": {
    code: `
      const down = () => { try { return down(); } catch { return engines.open(path); } };
      down();`,
    outcome: "value: undefined",
  },
};
