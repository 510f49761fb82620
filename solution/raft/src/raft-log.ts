/** You write this file: one node's view of its log.
 *
 * The view is a list in memory over a storage that lags behind it: `entries` holds everything that
 * is not compacted, stored or not, and `stabled` tells up to where it is stored. A snapshot that
 * was received and is not stored yet waits in `pendingSnapshot`.
 *
 * What always holds: `applied <= committed <= lastIndex()`; `stabled <= lastIndex()`; `entries` is
 * contiguous; terms never fall; `committed` and `applied` never fall. An index is not a position in
 * `entries`: after a compaction the first entry held is not entry 1.
 *
 * Handout: docs/labs/raft-2a.md (2AA, 2AB), docs/labs/raft-2c.md (2C-raft).
 */

import type { Entry, LogIndex, Snapshot, Term } from "@tinykv/proto";
import { invariant } from "@tinykv/runtime";
import { raftError } from "./raft-error.ts";
import type { Storage } from "./storage.ts";

/** The log of one node. */
export class RaftLog {
  /** What is stored: the entries since the last compaction. Read, never written. */
  readonly storage: Storage;
  /** The highest index known to be on a quorum. */
  committed: LogIndex = 0;
  /** The highest index that the application has applied. */
  applied: LogIndex = 0;
  /** Entries up to here are stored. */
  stabled: LogIndex = 0;
  /** Every entry that is not compacted, ascending and without holes. */
  entries: Entry[] = [];
  /** Received, and not stored yet (2C-raft). */
  pendingSnapshot: Snapshot | undefined;

  /**
   * Builds the view from what is stored: all entries are held, and everything before the first of
   * them counts as committed and applied.
   */
  constructor(storage: Storage) {
    this.storage = storage;
    // gap 2AA RaftLog.constructor
    // TODO(2AA) load the stored entries, and set the three marks.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log; labs/raft/src/storage.ts
    //   keep:  what lies before the first stored entry was committed and applied; what is stored is
    //          stable
    //   check: npm run lab -- test 2AA -t TestStartAsFollower2AA
    // solution
    const first = storage.firstIndex();
    const last = storage.lastIndex();
    this.entries = first > last ? [] : storage.entries(first, last + 1);
    this.committed = first - 1;
    this.applied = first - 1;
    this.stabled = last;
    // end
  }

  /** The index of the newest entry, or of the snapshot that took the place of all entries. */
  lastIndex(): LogIndex {
    // gap 2AA RaftLog.lastIndex
    // TODO(2AA) say where the log ends; in 2C-raft, also when all there is is a pending snapshot.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log; docs/labs/raft-2c.md#snapshots-in-ready
    //   keep:  an empty list does not mean index 0: the storage knows what was compacted
    //   check: npm run lab -- test 2AA -t TestFollowerStartElection2AA
    // solution
    const last = this.entries.at(-1);
    if (last !== undefined) return last.index;
    return this.pendingSnapshot?.metadata?.index ?? this.storage.lastIndex();
    // end
  }

  /**
   * The term of the entry at an index. Index 0 of a fresh log has term 0, and the last compacted
   * index still has its term.
   *
   * @throws {TinyKvError} `raft/unavailable` behind the end of the log, whatever the storage still
   *   holds there; `raft/compacted` before its beginning
   */
  term(index: LogIndex): Term {
    // gap 2AA RaftLog.term
    // TODO(2AA) look among the entries held, then ask the storage; in 2C-raft, know the snapshot.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log;
    //          docs/labs/raft-2c.md#forgetting-the-beginning
    //   keep:  an entry that was replaced in memory may still be stored: it is gone all the same
    //   check: npm run lab -- test 2AA -t TestFollowerStartElection2AA
    // solution
    const snapshot = this.pendingSnapshot?.metadata;
    if (snapshot !== undefined && index <= snapshot.index) {
      if (index === snapshot.index) return snapshot.term;
      throw raftError("raft/compacted", `index ${index} is in the snapshot of ${snapshot.index}`);
    }
    const last = this.lastIndex();
    if (index > last) throw raftError("raft/unavailable", `index ${index} is behind ${last}`);
    const held = this.entries[index - this.#firstHeld()];
    return held === undefined ? this.storage.term(index) : held.term;
    // end
  }

  /** All entries held, as a list of the caller's own. */
  allEntries(): Entry[] {
    // gap 2AB RaftLog.allEntries
    // TODO(2AB) give out every entry held.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log
    //   keep:  the list is a copy; a dummy, if you keep one in `entries`, is not shown
    //   check: npm run lab -- test 2AB -t TestFollowerAppendEntries2AB
    // solution
    return this.entries.slice();
    // end
  }

  /**
   * The entries that are not stored yet, as a list of the caller's own; empty if there are none.
   */
  unstableEntries(): Entry[] {
    // gap 2AB RaftLog.unstableEntries
    // TODO(2AB) give out the entries behind `stabled`.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log
    //   keep:  none is an empty list
    //   check: npm run lab -- test 2AB -t TestFollowerAppendEntries2AB
    // solution
    return this.entriesFrom(this.stabled + 1);
    // end
  }

  /** The entries to apply next: committed, and not applied. None while a snapshot is pending. */
  nextEnts(): Entry[] {
    // gap 2AB RaftLog.nextEnts
    // TODO(2AB) give out the entries behind `applied`, up to `committed`.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log; docs/labs/raft-2c.md#snapshots-in-ready
    //   keep:  in 2C-raft: a pending snapshot is applied before any entry behind it
    //   check: npm run lab -- test 2AB -t TestFollowerCommitEntry2AB
    // solution
    if (this.pendingSnapshot !== undefined) return [];
    const first = this.#firstHeld();
    return this.entries.slice(Math.max(this.applied + 1 - first, 0), this.committed + 1 - first);
    // end
  }

  /** Drops the entries held that the storage has compacted. Nothing else changes. */
  maybeCompact(): void {
    // gap 2C-raft RaftLog.maybeCompact
    // TODO(2C-raft) drop what lies before the storage's first entry.
    //   read:  docs/labs/raft-2c.md#forgetting-the-beginning
    //   keep:  the marks stay where they are
    //   check: npm run lab -- test 2C-raft -t E2C-5
    // solution
    const dropped = this.storage.firstIndex() - this.#firstHeld();
    if (dropped > 0) this.entries = this.entries.slice(dropped);
    // end
  }

  /** The entries from `index` on, as a list of the caller's own. */
  entriesFrom(index: LogIndex): Entry[] {
    // gap 2AB RaftLog.entriesFrom
    // TODO(2AB) give out the end of the log.
    //   read:  docs/labs/raft-2a.md#the-view-of-the-log
    //   keep:  an index is not a position; behind the end there is nothing
    //   check: npm run lab -- test 2AB -t TestLeaderStartReplication2AB
    // solution
    return this.entries.slice(Math.max(index - this.#firstHeld(), 0));
    // end
  }

  /**
   * Puts entries at their places. What was there from the first of them on is removed.
   *
   * @param entries contiguous, and the log's own: nobody else may change them
   * @throws {InvariantError} `raft/committed-overwrite`: what is committed stays for ever;
   *   `raft/log-gap`: there would be a hole
   */
  append(entries: readonly Entry[]): void {
    // gap 2AB RaftLog.append
    // TODO(2AB) remove the end that these entries replace, if there is one, and add them.
    //   read:  docs/labs/raft-2a.md#appending-on-a-leader-appending-on-a-follower
    //   keep:  what was stored of the removed end is not stable any more
    //   check: npm run lab -- test 2AB -t TestFollowerAppendEntries2AB
    // solution
    const [first] = entries;
    if (first === undefined) return;
    const { index } = first;
    const { committed } = this;
    const last = this.lastIndex();
    invariant(index > committed, "raft/committed-overwrite", { index, committed });
    invariant(index <= last + 1, "raft/log-gap", { index, lastIndex: last });
    this.entries.length = index - this.#firstHeld();
    this.stabled = Math.min(this.stabled, index - 1);
    for (const entry of entries) this.entries.push(entry);
    // end
  }

  /**
   * Raises the commit index; a lower one changes nothing.
   *
   * @returns whether it moved
   */
  commitTo(index: LogIndex): boolean {
    // gap 2AB RaftLog.commitTo
    // TODO(2AB) raise the commit index, and say whether that was news.
    //   read:  docs/labs/raft-2a.md#commitment
    //   keep:  it never falls, and never lies behind the end of the log
    //   check: npm run lab -- test 2AB -t TestFollowerCommitEntry2AB
    // solution
    if (index <= this.committed) return false;
    const last = this.lastIndex();
    invariant(index <= last, "raft/commit-out-of-range", { index, lastIndex: last });
    this.committed = index;
    return true;
    // end
  }

  // cut
  /** The index of the first entry held; behind the end if none is. */
  #firstHeld(): LogIndex {
    return this.entries[0]?.index ?? this.lastIndex() + 1;
  }
  // end
}

/** The log of a node with this storage. */
export function newLog(storage: Storage): RaftLog {
  return new RaftLog(storage);
}
