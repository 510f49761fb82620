/** You write this file: the leader's side of snapshots (Raft paper, section 7).
 *
 * Handout: docs/labs/raft-2c.md#sending-a-snapshot.
 */

import type { PeerId } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/**
 * Queues the newest snapshot for a member whose next entries are gone.
 *
 * @returns whether something was queued: not while the snapshot is being made, nor if it is empty
 */
export function sendSnapshot(core: RaftCore, to: PeerId): boolean {
  // TODO(2C-raft) queue the pending snapshot, or else the storage's; be calm if there is none yet.
  //   read:  docs/labs/raft-2c.md#sending-a-snapshot; docs/labs/raft-messages.md#msgsnapshot
  //   keep:  an empty snapshot is never sent; the next proposal does not send it all once more
  //   check: npm run lab -- test 2C-raft -t TestProvideSnap2C
  todo("2C-raft", "sendSnapshot");
}
