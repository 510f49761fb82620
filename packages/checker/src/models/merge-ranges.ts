/** Ranges of keys, merged where they overlap. */

/** From `start` to before `end`; without an end, to the last key. */
export interface KeyRange {
  readonly start: string;
  readonly end?: string | undefined;
}

/**
 * The fewest ranges that cover the same keys, in their order. Ranges that only touch stay apart: no
 * key is in both. Empty ranges vanish.
 */
export function mergeRanges(ranges: readonly KeyRange[]): readonly KeyRange[] {
  const merged: KeyRange[] = [];
  const full = ranges.filter(({ start, end }) => end === undefined || end > start);
  for (const { start, end } of [...full].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || (last.end !== undefined && last.end <= start)) {
      merged.push({ start, end });
    } else {
      merged[merged.length - 1] = { start: last.start, end: later(last.end, end) };
    }
  }
  return merged;
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a > b ? a : b;
}
