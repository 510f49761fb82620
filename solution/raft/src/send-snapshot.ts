/** You write this file: the leader's side of snapshots (Raft paper, section 7).
 *
 * Handout: docs/labs/raft-2c.md#sending-a-snapshot.
 */

import { MessageType, type PeerId, type Snapshot } from "@tinykv/proto";
import { isEmptySnap } from "./hard-state.ts";
import type { RaftCore } from "./raft-core.ts";
import { isRaftError } from "./raft-error.ts";

/**
 * Queues the newest snapshot for a member whose next entries are gone.
 *
 * @returns whether something was queued: not while the snapshot is being made, nor if it is empty
 */
export function sendSnapshot(core: RaftCore, to: PeerId): boolean {
  // gap 2C-raft sendSnapshot
  // TODO(2C-raft) queue the pending snapshot, or else the storage's; be calm if there is none yet.
  //   read:  docs/labs/raft-2c.md#sending-a-snapshot; docs/labs/raft-messages.md#msgsnapshot
  //   keep:  an empty snapshot is never sent; the next proposal does not send it all once more
  //   check: npm run lab -- test 2C-raft -t TestProvideSnap2C
  // solution
  const snapshot = newestSnapshot(core);
  const progress = core.prs.get(to);
  if (snapshot === undefined || progress === undefined) return false;
  core.send({ msgType: MessageType.MsgSnapshot, to, snapshot });
  progress.next = Math.max(progress.match, snapshot.metadata?.index ?? 0) + 1;
  return true;
  // end
}

// cut
/** One that was received and is not stored yet is newer than any that is. */
function newestSnapshot(core: RaftCore): Snapshot | undefined {
  const { pendingSnapshot, storage } = core.raftLog;
  if (pendingSnapshot !== undefined) return pendingSnapshot;
  try {
    const snapshot = storage.snapshot();
    return isEmptySnap(snapshot) ? undefined : snapshot;
  } catch (error) {
    if (isRaftError(error, "raft/snapshot-temporarily-unavailable")) return undefined;
    throw error;
  }
}
// end
