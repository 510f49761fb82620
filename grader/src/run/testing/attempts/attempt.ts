/** What an attempt is: see the files beside this one, and `forgery.test.ts`, which runs them. */

/** One way in which lab code may try to pass a test that it fails. */
export interface Attempt {
  /** The body of an async function; a test's `engines` and `path` are in scope. */
  readonly code: string;
  /** A part of what becomes of it: of the error's message, or of the value that is returned. */
  readonly outcome: string;
}

export type Attempts = Readonly<Record<string, Attempt>>;

/** The head of the owned file: what the attempts use. */
export const attemptsHead = `
import * as engineExports from "@tinykv/engine";
import * as protoExports from "@tinykv/proto";
import * as runtimeExports from "@tinykv/runtime";
const { COLUMN_FAMILIES } = engineExports;
const { RawGetResponse } = protoExports;
const { TinyKvError } = runtimeExports;
/** Tries to run code outside with what should be a Function constructor. */
const outer = (maker: any) => maker("return process")().exit(0);
/** Tries to change properties in both ways, and says what happened. */
const patch = (target: any, names: any[], value: unknown) => {
  for (const name of names) {
    const before = target[name];
    try { target[name] = value; } catch {}
    try { Object.defineProperty(target, name, { value }); } catch {}
    if (!Object.is(target[name], before)) return "changed " + String(name);
  }
  return "unchanged";
};
`;
