/**
 * A storage in memory, and its writing side: what a caller of `RawNode` does with a `Ready`.
 *
 * It keeps and gives out copies, as a disk does: whoever changes an entry afterwards changes
 * nothing here. Entries are contiguous, and the element at position 0 is the dummy of `Storage`.
 *
 * Given code: read it, do not change it.
 */

import {
  ConfState,
  Entry,
  HardState,
  type LogIndex,
  Snapshot,
  SnapshotMetadata,
  type Term,
} from "@tinykv/proto";
import { invariant } from "@tinykv/runtime";
import { raftError } from "./raft-error.ts";
import type { InitialState, Storage } from "./storage.ts";

/** See {@link Storage} for the reading side. */
export class MemoryStorage implements Storage {
  #hardState: HardState = HardState.create();
  #snapshot: Snapshot = Snapshot.fromPartial({ metadata: { confState: {} } });
  /** The dummy, then the entries. */
  #ents: [Entry, ...Entry[]] = [Entry.create()];

  /** @returns a storage whose log is `ents`; the first of them is the dummy */
  static fromEntries(ents: readonly Partial<Entry>[]): MemoryStorage {
    const storage = new MemoryStorage();
    const [dummy, ...rest] = ents.map((entry) => Entry.fromPartial(entry));
    storage.#ents = [dummy ?? Entry.create(), ...rest];
    return storage;
  }

  initialState(): InitialState {
    const confState = ConfState.fromPartial(this.#snapshot.metadata?.confState ?? {});
    return { hardState: { ...this.#hardState }, confState };
  }

  /** Replaces the hard state. */
  setHardState(hardState: HardState): void {
    this.#hardState = { ...hardState };
  }

  entries(lo: LogIndex, hi: LogIndex): Entry[] {
    const { index: offset } = this.#ents[0];
    if (lo <= offset) throw compacted(lo, offset);
    const last = this.lastIndex();
    invariant(hi <= last + 1, "raft/entries-out-of-range", { hi, lastIndex: last });
    return this.#ents.slice(lo - offset, hi - offset).map((entry) => ({ ...entry }));
  }

  term(index: LogIndex): Term {
    const { index: offset } = this.#ents[0];
    if (index < offset) throw compacted(index, offset);
    const entry = this.#ents[index - offset];
    if (entry === undefined) {
      throw raftError("raft/unavailable", `index ${index} is behind ${this.lastIndex()}`);
    }
    return entry.term;
  }

  firstIndex(): LogIndex {
    return this.#ents[0].index + 1;
  }

  lastIndex(): LogIndex {
    return this.#ents[0].index + this.#ents.length - 1;
  }

  snapshot(): Snapshot {
    return copyOf(this.#snapshot);
  }

  /**
   * Takes the place of everything there is: the log is just the dummy afterwards.
   *
   * @throws {TinyKvError} `raft/snapshot-out-of-date` if it is not newer than the present one
   */
  applySnapshot(snapshot: Snapshot): void {
    const { index, term } = snapshot.metadata ?? SnapshotMetadata.create();
    this.#checkIsNewer(index);
    this.#snapshot = copyOf(snapshot);
    this.#ents = [Entry.fromPartial({ index, term })];
  }

  /**
   * Makes a snapshot of the state at `index`, and keeps it. The log stays as it is.
   *
   * @param confState the members at that point; absent: as in the previous snapshot
   * @throws {TinyKvError} `raft/snapshot-out-of-date` if it is not newer than the present one
   */
  createSnapshot(index: LogIndex, confState: ConfState | undefined, data: Buffer): Snapshot {
    this.#checkIsNewer(index);
    const last = this.lastIndex();
    invariant(index <= last, "raft/snapshot-out-of-range", { index, lastIndex: last });
    this.#snapshot = Snapshot.fromPartial({
      data: Buffer.from(data),
      metadata: {
        index,
        term: this.term(index),
        confState: confState ?? this.#snapshot.metadata?.confState ?? {},
      },
    });
    return this.snapshot();
  }

  /**
   * Drops the entries up to `index`, which becomes the dummy. The snapshot stays as it is.
   *
   * @throws {TinyKvError} `raft/compacted` if that was done already
   */
  compact(index: LogIndex): void {
    const { index: offset } = this.#ents[0];
    if (index <= offset) throw compacted(index, offset);
    const last = this.lastIndex();
    invariant(index <= last, "raft/compact-out-of-range", { index, lastIndex: last });
    const dummy = Entry.fromPartial({ index, term: this.term(index) });
    this.#ents = [dummy, ...this.#ents.slice(index - offset + 1)];
  }

  /**
   * Writes entries: what is there from the first of them on is lost, even if it is the same. A part
   * that is compacted already is left out.
   *
   * @param entries contiguous, and without a gap behind the log
   */
  append(entries: readonly Entry[]): void {
    const { index: offset } = this.#ents[0];
    const fresh = entries.filter((entry) => entry.index > offset);
    const [first] = fresh;
    if (first === undefined) return;
    const last = this.lastIndex();
    invariant(first.index <= last + 1, "raft/log-gap", { index: first.index, lastIndex: last });
    this.#ents.length = first.index - offset;
    for (const entry of fresh) this.#ents.push({ ...entry });
  }

  #checkIsNewer(index: LogIndex): void {
    const present = this.#snapshot.metadata?.index ?? 0;
    if (index > present) return;
    throw raftError("raft/snapshot-out-of-date", `index ${index}; there is one of ${present}`);
  }
}

function compacted(index: LogIndex, offset: LogIndex): Error {
  return raftError("raft/compacted", `index ${index} is not above ${offset}`);
}

function copyOf(snapshot: Snapshot): Snapshot {
  return Snapshot.fromPartial({ ...snapshot, data: Buffer.from(snapshot.data) });
}
