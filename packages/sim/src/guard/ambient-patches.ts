/**
 * Puts a wrapper around every door of the machine to time and chance, and takes it off again.
 *
 * A wrapped function works as before, and tells that it was called. Timers are wrapped only where
 * they are globals: the run loop takes its own from `node:timers`, and that one is no door for
 * the program. All doors are wrapped or none: a process whose built-ins are frozen has no wrappers.
 */

// eslint-disable-next-line no-restricted-imports -- what is to be watched has to be named
import nodeCrypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
// eslint-disable-next-line no-restricted-imports -- what is to be watched has to be named
import timersPromises from "node:timers/promises";

// eslint-disable-next-line no-restricted-globals -- what is to be watched has to be named
const machine = { process, performance, crypto };

type Callable = (this: unknown, ...values: unknown[]) => unknown;

/** A property that holds a function. */
interface Door {
  readonly owner: object;
  readonly key: string;
  /** What the call is known by. */
  readonly name: string;
}

/** A door and what stood there, to be put back. */
interface Patch extends Door {
  readonly wrapper: Callable;
  readonly before: PropertyDescriptor | undefined;
}

/** All doors, as they are now. */
function doors(): readonly Door[] {
  return [
    ...doorsOf("Date", Date, ["now"]),
    // One wrapper for both, so that the constructor of a date stays `Date`.
    { owner: globalThis, key: "Date", name: "Date" },
    { owner: Date.prototype, key: "constructor", name: "Date" },
    ...doorsOf("Math", Math, ["random"]),
    ...doorsOf("performance", machine.performance, ["now"]),
    ...doorsOf("process.hrtime", machine.process.hrtime, ["bigint"]),
    ...doorsOf("process", machine.process, ["hrtime"]),
    ...doorsOf("crypto", machine.crypto, ["randomUUID", "getRandomValues"]),
    ...doorsOf("crypto", nodeCrypto, ["randomUUID", "randomBytes", "randomInt"]),
    { owner: globalThis, key: "setTimeout", name: "setTimeout" },
    { owner: globalThis, key: "setInterval", name: "setInterval" },
    { owner: globalThis, key: "setImmediate", name: "setImmediate" },
    ...doorsOf("timers/promises", timersPromises, ["setTimeout", "setImmediate", "setInterval"]),
  ];
}

function doorsOf(name: string, owner: object, keys: readonly string[]): Door[] {
  return keys.map((key) => ({ owner, key, name: `${name}.${key}` }));
}

/**
 * Wraps all doors.
 *
 * @param onCall is told the name of each call before it happens
 * @returns how to take the wrappers off; undefined if built-ins are frozen, and nothing was done
 */
export function patchAmbient(onCall: (name: string) => void): (() => void) | undefined {
  const all = doors();
  if (!all.every(canPatch)) return undefined;
  const wrap = wrapperMaker(onCall);
  const patches = all.map((door) => patch(door, wrap));
  // Named imports of Node's modules are copies, and follow only when they are told to.
  syncBuiltinESMExports();
  return () => {
    for (const done of patches.reverse()) undo(done);
    syncBuiltinESMExports();
  };
}

function canPatch({ owner, key }: Door): boolean {
  const own = Object.getOwnPropertyDescriptor(owner, key);
  return own === undefined ? Object.isExtensible(owner) : own.configurable === true;
}

function patch(door: Door, wrap: (original: Callable, name: string) => Callable): Patch {
  const { owner, key, name } = door;
  const before = Object.getOwnPropertyDescriptor(owner, key);
  const wrapper = wrap(Reflect.get(owner, key) as Callable, name);
  const { enumerable = true } = before ?? {};
  Object.defineProperty(owner, key, {
    ...{ value: wrapper, enumerable },
    ...{ writable: true, configurable: true },
  });
  return { ...door, wrapper, before };
}

/** Leaves alone what somebody else has put there meanwhile. */
function undo({ owner, key, wrapper, before }: Patch): void {
  if (Object.getOwnPropertyDescriptor(owner, key)?.value !== wrapper) return;
  if (before === undefined) Reflect.deleteProperty(owner, key);
  else Object.defineProperty(owner, key, before);
}

/** Makes one wrapper per function. A call that another one makes in Node itself is not told. */
function wrapperMaker(onCall: (name: string) => void): (f: Callable, name: string) => Callable {
  const wrappers = new Map<Callable, Callable>();
  let isInCall = false;
  const tell = <T>(name: string, call: () => T): T => {
    if (isInCall) return call();
    isInCall = true;
    try {
      onCall(name);
      return call();
    } finally {
      isInCall = false;
    }
  };
  return (original, name) => {
    const known = wrappers.get(original);
    if (known !== undefined) return known;
    const wrapper = new Proxy(original, {
      apply: (f, self, values: unknown[]) => tell(name, () => Reflect.apply(f, self, values)),
      construct: (f, values: unknown[], target) => {
        const make = (): object => Reflect.construct(f, values, target) as object;
        // Only a date without arguments asks what time it is.
        return values.length > 0 ? make() : tell(`new ${name}()`, make);
      },
    });
    wrappers.set(original, wrapper);
    return wrapper;
  };
}
