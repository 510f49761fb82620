/**
 * What a node has for its caller to do, as one batch.
 *
 * The caller's duties, in this order (Raft paper, section 5: what others rely on is on stable
 * storage before they hear of it):
 *
 * 1. store `snapshot`, then `entries` (what is stored from the first of them on is overwritten),
 *    then `hardState`, and wait until they are on stable storage;
 * 2. send `messages`;
 * 3. apply `snapshot`, then `committedEntries`; for a configuration change call `applyConfChange`;
 * 4. call `advance`.
 *
 * Given code: read it, do not change it.
 */

import type { Entry, HardState, Message, PeerId, Snapshot } from "@tinykv/proto";
import type { StateType } from "./state-type.ts";

/** State that need not be stored. */
export interface SoftState {
  /** The known leader. 0: none. */
  readonly lead: PeerId;
  readonly raftState: StateType;
}

/** One batch. Its lists belong to the caller: nothing changes them afterwards. */
export interface Ready {
  /** Leader and role; absent if they are as last reported. */
  readonly softState: SoftState | undefined;
  /** Term, vote and commit index; absent if they are as last reported. */
  readonly hardState: HardState | undefined;
  /** Entries that are not stored yet. */
  readonly entries: readonly Entry[];
  /** A snapshot that is not stored yet; absent if there is none. */
  readonly snapshot: Snapshot | undefined;
  /** Entries to apply. Some may be among `entries`: they are stored first. */
  readonly committedEntries: readonly Entry[];
  /** To be sent once the rest is stored. */
  readonly messages: readonly Message[];
}
