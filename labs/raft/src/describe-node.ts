/**
 * Nodes and logs as text, for people: tests, logs, debuggers.
 *
 * Given code: read it, do not change it.
 */

import { type Entry, EntryType, type LogIndex, type PeerId } from "@tinykv/proto";

/** The ids of the members, ascending. */
export function sortedNodes(prs: ReadonlyMap<PeerId, unknown>): PeerId[] {
  // Numbers need a comparison of their own: the default one sorts them as text.
  return [...prs.keys()].sort((a, b) => a - b);
}

/** One entry, as in `(3,2,"x")`: index, term, and its data if it has any. */
export function describeEntry(entry: Entry): string {
  const place = `${entry.index},${entry.term}`;
  if (entry.entryType === EntryType.EntryConfChange) return `(${place},conf change)`;
  return entry.data.length === 0
    ? `(${place})`
    : `(${place},${JSON.stringify(String(entry.data))})`;
}

/** A log, as in `[(1,1)(2,1,"x")] committed 1, applied 0`. */
export function describeLog(log: {
  readonly committed: LogIndex;
  readonly applied: LogIndex;
  allEntries(): readonly Entry[];
}): string {
  const entries = log.allEntries().map(describeEntry).join("");
  return `[${entries}] committed ${log.committed}, applied ${log.applied}`;
}
