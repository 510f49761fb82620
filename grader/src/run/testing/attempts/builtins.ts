/** Attempts to change what the language itself does, for the judge as well. */

import type { Attempts } from "./attempt.ts";

/** An attempt to replace properties of an object. */
function patching(target: string, names: readonly string[], value: string) {
  const list = names.map((name) => JSON.stringify(name)).join(", ");
  return { code: `return patch(${target}, [${list}], ${value});`, outcome: "unchanged" };
}

export const builtinAttempts: Attempts = {
  "Object.is": patching("Object", ["is"], "() => true"),
  "Object.keys": patching("Object", ["keys", "entries", "getOwnPropertyDescriptor"], "() => []"),
  "Object.prototype": patching("Object.prototype", ["status", "then", "message"], '"passed"'),
  "Array.prototype": patching(
    "Array.prototype",
    ["every", "map", "includes", "push", "findIndex"],
    "() => true",
  ),
  "the array iterator": patching(
    "Object.getPrototypeOf([][Symbol.iterator]())",
    ["next"],
    "() => ({ done: true })",
  ),
  "Promise.prototype": patching("Promise.prototype", ["then", "catch", "finally"], "() => 0"),
  Promise: patching("Promise", ["resolve", "reject", "all", "race"], "() => 0"),
  "Function.prototype": patching("Function.prototype", ["call", "apply", "bind"], "() => true"),
  Reflect: patching("Reflect", ["get", "apply", "construct"], "() => true"),
  "Map.prototype": patching("Map.prototype", ["get", "has", "set"], "() => true"),
  "Set.prototype": patching("Set.prototype", ["has", "add"], "() => true"),
  "String.prototype": patching("String.prototype", ["includes", "split"], "() => true"),
  "RegExp.prototype": patching("RegExp.prototype", ["exec", "test"], "() => null"),
  JSON: patching("JSON", ["stringify", "parse"], '() => \'{"type":"done"}\''),
  "instanceof Error": {
    code: "return patch(Error, [Symbol.hasInstance], () => false);",
    outcome: "unchanged",
  },
  "typed arrays": patching(
    "Object.getPrototypeOf(Uint8Array.prototype)",
    ["set", "subarray", "slice"],
    "() => 0",
  ),
  "Buffer.prototype": patching("Buffer.prototype", ["equals", "compare", "toString"], "() => true"),
  Buffer: patching("Buffer", ["from", "alloc", "isBuffer", "poolSize"], "() => true"),
  "the pool behind small Buffers": {
    code: 'return Buffer.from("abc").buffer.byteLength + Buffer.from([1, 2]).buffer.byteLength;',
    outcome: "value: 5",
  },
  TextEncoder: patching("TextEncoder.prototype", ["encode"], "() => 0"),
  Math: patching("Math", ["floor", "imul", "min"], "() => 0"),
  "Date.prototype": patching("Date.prototype", ["getTime"], "() => 0"),
  "the global scope": patching("globalThis", ["Map", "Object", "Promise"], "() => 0"),
  "a new global": { code: "globalThis.fresh = () => 0;", outcome: "object is not extensible" },
  "a name that nothing defines": {
    code: `
      const { get, set } = Object.getOwnPropertyDescriptor(globalThis, "fake");
      try { fake = 41; } catch {}
      try { Object.defineProperty(globalThis, "fake", { value: 41 }); } catch {}
      return [Object.isFrozen(get), Object.isFrozen(set), globalThis["fa" + "ke"]];`,
    outcome: "fake is not defined",
  },
  "Error.prepareStackTrace": {
    code: `
      let sites;
      Error.prepareStackTrace = (_, found) => { sites = found; return ""; };
      String(new Error("x").stack);
      return sites;`,
    outcome: "value: undefined",
  },
  "Error.captureStackTrace": {
    code: "const target = {}; Error.captureStackTrace(target); return target.stack;",
    outcome: 'value: ""',
  },
  "Node's own Error, behind a class": {
    code: `
      let sites;
      const NodeError = Object.getPrototypeOf(TinyKvError);
      try { NodeError.prepareStackTrace = (_, found) => { sites = found; return ""; }; } catch {}
      String(new NodeError("x").stack);
      return sites;`,
    outcome: "value: undefined",
  },
  "the frames of a test in a stack": {
    code: `
      const caught = await engines.open("/").catch((error) => error);
      const stacks = [new Error("x").stack, caught.stack].join("\\n");
      const frames = stacks.split("\\n").filter((line) => /^ +at /.test(line));
      return frames.filter((line) => !/owned\\.ts/.test(line));`,
    outcome: "value: []",
  },
  "the depth of stacks": patching("Object.getPrototypeOf(TinyKvError)", ["stackTraceLimit"], "0"),
};
