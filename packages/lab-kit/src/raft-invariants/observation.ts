/**
 * What the invariants of a Raft group are told, in plain values: whoever runs a node tells what it
 * sees of it, and what it does for it.
 */

/** A node as it is between two steps. */
export interface NodeStatus {
  readonly id: number;
  readonly term: number;
  readonly isLeader: boolean;
  readonly committed: number;
}

/** An entry of a log, with its content as text: two entries are the same if all of it is. */
export interface LogEntry {
  readonly index: number;
  readonly term: number;
  readonly content: string;
}

/** Where a log begins: the last entry that a snapshot has taken the place of. */
export interface LogStart {
  readonly index: number;
  readonly term: number;
}

/** Of a content, so much is shown in a sentence. */
const CONTENT_MAX = 32;

/** An entry in a sentence: `(7,2,"x")`. */
export function entryText({ index, term, content }: LogEntry): string {
  if (content === "") return `(${index},${term})`;
  const isLong = content.length > CONTENT_MAX;
  const shown = isLong ? `${content.slice(0, CONTENT_MAX)}…` : JSON.stringify(content);
  return `(${index},${term},${shown})`;
}
