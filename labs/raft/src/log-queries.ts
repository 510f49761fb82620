/**
 * Questions to a log that have an answer for every index, where `RaftLog.term` throws.
 *
 * Given code: read it, do not change it.
 */

import type { LogIndex, Term } from "@tinykv/proto";
import { isRaftError } from "./raft-error.ts";

/** A log that knows terms: a `RaftLog`, or a storage. */
interface Terms {
  term(index: LogIndex): Term;
  lastIndex(): LogIndex;
}

/** The term at an index; `undefined` if the entry is compacted, or not there yet. */
export function termIfKnown(log: Terms, index: LogIndex): Term | undefined {
  // Every append asks about entries that are not there yet: too often for an error each time.
  if (index > log.lastIndex()) return undefined;
  try {
    return log.term(index);
  } catch (error) {
    if (isRaftError(error, "raft/compacted") || isRaftError(error, "raft/unavailable")) {
      return undefined;
    }
    throw error;
  }
}

/** True if the log has this entry, or was compacted exactly up to it. */
export function matches(log: Terms, index: LogIndex, term: Term): boolean {
  return termIfKnown(log, index) === term;
}
