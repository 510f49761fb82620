/**
 * The checks that lab tests make. Each takes a value that may come from a lab, makes it plain, and
 * compares primitives; each failure says in words what was expected and what there was.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import { types } from "node:util";
import { CheckFailure, mismatch } from "./check-failure.ts";
import { describeBytes, describeThrown, describeValue, readString } from "./describe.ts";
import { type PlainEntry, plainEntry, plainList, settle } from "./plain.ts";
import { plainBytes } from "./plain-bytes.ts";

/** Bytes that a test writes down: `[99]`, or a Buffer. */
export type Bytes = Uint8Array | readonly number[];

/** A value that can be compared by itself. */
export type Primitive = string | number | bigint | boolean | undefined;

/** What a rejection said. */
export interface Rejection {
  readonly message: string;
  readonly code: string | undefined;
}

/** Longer lists are not shown whole when they differ. */
const SHOWN_ENTRIES_MAX = 6;
/** Turns of the event loop that something pending gets to settle after all. */
const PENDING_TURNS = 20;
/** So many reads are no way to answer one call: they are a way to pass the time. */
const READS_MAX = 10_000;

/** Expects exactly these bytes. */
export function expectBytes(actual: unknown, expected: Bytes, what = "value"): void {
  const wanted = toBuffer(expected);
  const bytes = plainBytes(actual);
  if (bytes?.equals(wanted) === true) return;
  const got = bytes === undefined ? describeValue(actual) : `${what} ${describeBytes(bytes)}`;
  throw mismatch(`${what} ${describeBytes(wanted)}`, got);
}

/** Expects `undefined`: the key is not there. */
export function expectAbsent(actual: unknown, what = "value"): void {
  if (actual !== undefined) throw mismatch(`no ${what}`, `${what} ${describeValue(actual)}`);
}

/** Expects `true` itself. */
export function expectTrue(actual: unknown, what: string): void {
  if (actual !== true) throw mismatch(`${what} to be true`, describeValue(actual));
}

/** Expects `false` itself. */
export function expectFalse(actual: unknown, what: string): void {
  if (actual !== false) throw mismatch(`${what} to be false`, describeValue(actual));
}

/** Expects this primitive value. */
export function expectEqual(actual: unknown, expected: Primitive, what: string): void {
  if (!Object.is(actual, expected)) {
    throw mismatch(`${what} ${describeValue(expected)}`, describeValue(actual));
  }
}

/** Expects exactly these pairs in this order; `actual` is an array of `{ key, value }`. */
export function expectEntries(
  actual: unknown,
  expected: readonly (readonly [key: Bytes, value: Bytes])[],
  what = "pairs",
): void {
  const entries = plainList(actual, what).map((item, index) =>
    plainEntry(item, `pair ${index + 1} of the ${what}`),
  );
  const wanted = expected.map(([key, value]) => ({ key: toBuffer(key), value: toBuffer(value) }));
  const length = Math.max(entries.length, wanted.length);
  for (let index = 0; index < length; index += 1) {
    if (isSameEntry(entries[index], wanted[index])) continue;
    throw entriesDiffer(entries, wanted, { index, what });
  }
}

/** Short lists are shown whole, of long ones the first pair that differs. */
function entriesDiffer(
  entries: readonly PlainEntry[],
  wanted: readonly PlainEntry[],
  { index, what }: { readonly index: number; readonly what: string },
): CheckFailure {
  if (Math.max(entries.length, wanted.length) <= SHOWN_ENTRIES_MAX) {
    return mismatch(`${what} ${showEntries(wanted)}`, showEntries(entries));
  }
  const counts = `expected ${wanted.length} ${what}, but got ${entries.length}`;
  const place = `number ${index + 1} is the first that differs`;
  return new CheckFailure(`${counts}; ${place}`, [
    counts,
    `${place}:`,
    `expected ${showEntries(wanted.slice(index, index + 1))}`,
    `but got  ${showEntries(entries.slice(index, index + 1))}`,
  ]);
}

/**
 * Expects a call to fail, by throwing or by a rejection.
 *
 * @param code the code that the error must carry, if it matters
 */
export async function expectRejects(
  call: () => unknown,
  what: string,
  code?: string,
): Promise<Rejection> {
  const outcome = await settle(callLater(call));
  if (outcome.state === "fulfilled") throw mismatch(`${what} to be rejected`, "an answer");
  if (!types.isNativeError(outcome.reason)) {
    throw mismatch(`${what} to be rejected with an error`, describeValue(outcome.reason));
  }
  const got = { message: describeThrown(outcome.reason), code: readString(outcome.reason, "code") };
  if (code !== undefined && got.code !== code) {
    throw mismatch(`${what} to be rejected with ${code}`, got.message);
  }
  return got;
}

/**
 * Expects that a promise has not settled, also after everything that could run has run.
 *
 * @param reads the reads that lab code may hide behind: as long as one is on its way or a new one
 *   begins, it is not done yet
 */
export async function expectPending(
  promise: unknown,
  what: string,
  reads?: { readonly begun: number; readonly pending: number },
): Promise<void> {
  const seen = { isSettled: false };
  void settle(promise).then(() => {
    seen.isSettled = true;
  });
  const atFirst = reads?.begun ?? 0;
  let begun = atFirst;
  for (let idleTurns = 0; idleTurns < PENDING_TURNS && !seen.isSettled; idleTurns += 1) {
    await nextTurn();
    if (reads === undefined || (reads.pending === 0 && reads.begun === begun)) continue;
    if (reads.begun - atFirst > READS_MAX) {
      fail(`${what} did ${READS_MAX} reads in place of waiting: await what must be done`);
    }
    begun = reads.begun;
    idleTurns = -1;
  }
  if (seen.isSettled) throw mismatch(`${what} to be still waiting`, "an answer already");
}

/** Fails the test with a sentence. */
export function fail(sentence: string): never {
  throw new CheckFailure(sentence);
}

async function callLater(call: () => unknown): Promise<unknown> {
  return call();
}

function toBuffer(bytes: Bytes): Buffer {
  return Buffer.from(bytes);
}

function isSameEntry(entry: PlainEntry | undefined, wanted: PlainEntry | undefined): boolean {
  if (entry === undefined || wanted === undefined) return false;
  return entry.key.equals(wanted.key) && entry.value.equals(wanted.value);
}

function showEntries(entries: readonly PlainEntry[]): string {
  if (entries.length === 0) return "none";
  return entries
    .map(({ key, value }) => `${describeBytes(key)} → ${describeBytes(value)}`)
    .join(", ");
}
