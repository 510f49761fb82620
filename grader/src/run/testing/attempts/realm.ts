/** Attempts to leave the compartment: to reach the process, its modules, or code outside. */

import type { Attempts } from "./attempt.ts";

const noConstructor = "Function.prototype.constructor is not a valid constructor";
const noProcess = "lab code has no `process`";

export const realmAttempts: Attempts = {
  "process.exit": { code: "process.exit(0);", outcome: noProcess },
  "process through globalThis": {
    code: "globalThis.process.exit(0);",
    outcome: noProcess,
  },
  "process through global": {
    code: "global.process.exit(0);",
    outcome: "lab code has no `global`",
  },
  "a forged message to a parent": { code: "process.send({ ok: true });", outcome: noProcess },
  "process.binding": { code: 'process.binding("fs");', outcome: noProcess },
  require: {
    code: 'require("node:fs").writeFileSync("report.json", "{}");',
    outcome: "lab code has no `require`",
  },
  "module.constructor._load": {
    code: 'module.constructor._load("node:fs");',
    outcome: "lab code has no `module`",
  },
  "constructor of a timer": {
    code: "return outer(setTimeout.constructor);",
    outcome: noConstructor,
  },
  "constructor of a function": {
    code: "return outer((() => 0).constructor);",
    outcome: noConstructor,
  },
  "a computed constructor": {
    code: 'return outer((() => 0)["const" + "ructor"]);',
    outcome: noConstructor,
  },
  "constructor of an async function": {
    code: "return outer((async () => 0).constructor);",
    outcome: noConstructor,
  },
  "constructor of a generator": {
    code: "return outer((function* () {}).constructor);",
    outcome: noConstructor,
  },
  "constructor of an async generator": {
    code: "return outer((async function* () {}).constructor);",
    outcome: noConstructor,
  },
  "constructor of a shared method": {
    code: "return outer(COLUMN_FAMILIES.map.constructor);",
    outcome: noConstructor,
  },
  "constructor of a shared class": {
    code: "return outer(TinyKvError.constructor);",
    outcome: noConstructor,
  },
  "constructor of an object from a test": {
    code: "return outer(engines.open.constructor);",
    outcome: noConstructor,
  },
  "constructor of a promise from a test": {
    code: "return outer(engines.open(path).constructor.constructor);",
    outcome: noConstructor,
  },
  "constructor of console.log": {
    code: "return outer(console.log.constructor);",
    outcome: noConstructor,
  },
  Function: { code: "return outer(Function);", outcome: noProcess },
  "indirect eval": { code: 'return (0, eval)("process.exit(0)");', outcome: noProcess },
  "sloppy this": {
    code: 'return new Function("return this")() === globalThis;',
    outcome: "false",
  },
  "a nested compartment": {
    code: "return new Compartment({});",
    outcome: "Compartment is not defined",
  },
  "caller of a function": {
    code: "function f() { return f.caller; } return f();",
    outcome: "undefined",
  },
  "callee of the arguments": {
    code: 'return new Function("return arguments.callee.caller")();',
    outcome: "may not be accessed on strict mode functions",
  },
  "import.meta": { code: "return Object.keys(import.meta).length;", outcome: "0" },
  WebAssembly: {
    code: "return WebAssembly.Memory;",
    outcome: "WebAssembly is not defined",
  },
  "shared memory": {
    code: "return new SharedArrayBuffer(8);",
    outcome: "SharedArrayBuffer is not defined",
  },
  "a worker": {
    code: 'new Worker("data:text/javascript,0");',
    outcome: "lab code has no `Worker`",
  },
  "a random number": { code: "return Math.random();", outcome: "lab code has no `Math.random`" },
  "the time": { code: "return Date.now();", outcome: "lab code has no `Date.now`" },
  "the date": { code: "return new Date();", outcome: "lab code has no `new Date()`" },
};
