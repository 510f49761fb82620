/**
 * What a node can read of what was stored for it. Writing is the business of whoever runs it: see
 * `Ready`.
 *
 * Given code: read it, do not change it.
 */

import type { ConfState, Entry, HardState, LogIndex, Snapshot, Term } from "@tinykv/proto";

/** What a node begins with. */
export interface InitialState {
  /** Term, vote and commit index; all 0 if nothing was ever stored. */
  readonly hardState: HardState;
  /** The members. Empty for a node that has not been told yet. */
  readonly confState: ConfState;
}

/**
 * Stored state and log. Below the first entry it keeps one _dummy_: index and term of the last
 * entry that was compacted, or 0 and 0.
 */
export interface Storage {
  initialState(): InitialState;

  /**
   * @returns the entries with `lo <= index < hi`, which the caller may keep
   * @throws {TinyKvError} `raft/compacted` if `lo` is below `firstIndex()`
   */
  entries(lo: LogIndex, hi: LogIndex): Entry[];

  /**
   * The term of an entry, from `firstIndex() - 1` (the dummy) to `lastIndex()`.
   *
   * @throws {TinyKvError} `raft/compacted` below that range, `raft/unavailable` above it
   */
  term(index: LogIndex): Term;

  /** The index of the first entry. Of an empty log: `lastIndex() + 1`. */
  firstIndex(): LogIndex;

  /** The index of the last entry. Of an empty log: that of the dummy. */
  lastIndex(): LogIndex;

  /**
   * The newest snapshot; one of index 0 is empty, and stands for "none was ever made".
   *
   * @throws {TinyKvError} `raft/snapshot-temporarily-unavailable` while it is being made
   */
  snapshot(): Snapshot;
}
