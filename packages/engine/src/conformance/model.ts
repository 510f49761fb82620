/**
 * The model of an engine: what every call has to answer, in the simplest way that can be right.
 *
 * A state is a map from column family to entries; it is replaced and never changed, so a view is
 * just a state that is remembered.
 */

import type { IteratorOptions, KeyRange } from "../engine.ts";
import type { WriteOp } from "../write-op.ts";

export interface ModelEntry {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** The entries of each column family, in ascending order. */
export type ModelState = ReadonlyMap<string, readonly ModelEntry[]>;

export const EMPTY_STATE: ModelState = new Map();

function isInside({ start, end }: KeyRange, key: Buffer): boolean {
  const isAfterStart = start === undefined || Buffer.compare(key, start) >= 0;
  const isBeforeEnd = end === undefined || end.length === 0 || Buffer.compare(key, end) < 0;
  return isAfterStart && isBeforeEnd;
}

function entriesOf(state: ModelState, cf: string): readonly ModelEntry[] {
  return state.get(cf) ?? [];
}

/** The state after one batch. */
export function applied(state: ModelState, ops: readonly WriteOp[]): ModelState {
  const next = new Map(state);
  for (const op of ops) {
    const others = (next.get(op.cf) ?? []).filter(({ key }) => !key.equals(op.key));
    const all = op.type === "put" ? [...others, { key: op.key, value: op.value }] : others;
    next.set(
      op.cf,
      all.sort((a, b) => Buffer.compare(a.key, b.key)),
    );
  }
  return next;
}

/** The state without a range. */
export function withoutRange(state: ModelState, cf: string, range: KeyRange): ModelState {
  const left = entriesOf(state, cf).filter(({ key }) => !isInside(range, key));
  return new Map(state).set(cf, left);
}

export function valueOf(state: ModelState, cf: string, key: Buffer): Buffer | undefined {
  return entriesOf(state, cf).find((entry) => entry.key.equals(key))?.value;
}

/** What an iterator with these options walks over after a seek to `target`. */
export function walked(
  state: ModelState,
  cf: string,
  options: IteratorOptions,
  target: Buffer,
): readonly ModelEntry[] {
  const inside = entriesOf(state, cf).filter(({ key }) => isInside(options, key));
  const ordered = options.reverse === true ? inside.reverse() : inside;
  if (target.length === 0) return ordered;
  return ordered.filter(({ key }) => {
    const order = Buffer.compare(key, target);
    return options.reverse === true ? order <= 0 : order >= 0;
  });
}
