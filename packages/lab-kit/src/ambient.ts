/**
 * Stand-ins for the ambient globals of Node: using one fails at the student's own line, with a
 * sentence that says what to use instead.
 *
 * Looking is free: `typeof process` is "object" and `typeof setTimeout` is "function", so that a
 * guarded use fails in the same way and at the same place as an unguarded one.
 */

import { TinyKvError } from "@tinykv/runtime";

/** Functions that lab code must not have, with what to do instead. */
const forbiddenFunctions: Readonly<Record<string, string>> = {
  setTimeout: "await what you are waiting for; a lab has no clock and no timers",
  setInterval: "a lab has no clock and no timers",
  setImmediate: "await what you are waiting for instead",
  clearTimeout: "a lab has no timers to clear",
  clearInterval: "a lab has no timers to clear",
  clearImmediate: "a lab has no timers to clear",
  fetch: "a lab reaches other machines only through what it is given",
  require: "use an import statement at the top of the file",
  structuredClone: "copy the fields that you need",
  WebSocket: "a lab reaches other machines only through what it is given",
  Worker: "a lab runs in one thread",
};

/** Objects that lab code must not have. */
const forbiddenObjects: Readonly<Record<string, string>> = {
  process: "a lab does not know in which process it runs, and cannot end it",
  performance: "time reaches a lab only through what it is given",
  crypto: "randomness reaches a lab through what it is given",
  global: "write `globalThis`",
  module: "use an export statement",
  __dirname: "a lab does not know where its files are",
  __filename: "a lab does not know where its files are",
};

/** Fails with the sentence about one ambient thing. */
export function refuseAmbient(name: string, instead: string): never {
  throw new TinyKvError("lab/no-ambient", `lab code has no \`${name}\`: ${instead}`);
}

/** Makes the stand-ins, by the name under which lab code would look for them. */
export function ambientStandIns(): Record<string, unknown> {
  const standIns: Record<string, unknown> = {};
  for (const [name, instead] of Object.entries(forbiddenFunctions)) {
    standIns[name] = forbiddenFunction(name, instead);
  }
  for (const [name, instead] of Object.entries(forbiddenObjects)) {
    standIns[name] = forbiddenObject(name, instead);
  }
  return standIns;
}

/** Also fails when it is called with `new`. */
function forbiddenFunction(name: string, instead: string): () => never {
  return function standIn() {
    return refuseAmbient(name, instead);
  };
}

function forbiddenObject(name: string, instead: string): object {
  const refuse = (): never => refuseAmbient(name, instead);
  return new Proxy(Object.freeze(Object.create(null) as object), { get: refuse, has: refuse });
}

/** `Math` without chance: all of it, but `random` refuses. */
export function mathWithoutRandom(): typeof Math {
  const instead = "randomness reaches a lab through what it is given";
  const random = { value: () => refuseAmbient("Math.random", instead) };
  const descriptors = { ...Object.getOwnPropertyDescriptors(Math), random };
  return Object.create(Object.prototype, descriptors) as typeof Math;
}

/** `Date` without a clock: dates can be computed with, but not asked for. */
export function dateWithoutNow(shared: DateConstructor): DateConstructor {
  const instead = "time reaches a lab only through what it is given";
  const LabDate = function (this: unknown, ...values: unknown[]): Date {
    // The type of `new.target` leaves out that a call has none.
    const constructed = new.target as unknown as DateConstructor | undefined;
    if (constructed === undefined) return refuseAmbient("Date()", instead);
    if (values.length === 0) return refuseAmbient("new Date()", instead);
    return Reflect.construct(shared, values, constructed) as Date;
  };
  Object.defineProperties(LabDate, {
    name: { value: "Date" },
    prototype: { value: shared.prototype },
    now: { value: () => refuseAmbient("Date.now", instead) },
    parse: { value: shared.parse },
    UTC: { value: shared.UTC },
  });
  return LabDate as unknown as DateConstructor;
}
