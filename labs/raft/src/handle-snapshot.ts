/** You write this file: the follower's side of snapshots (Raft paper, section 7).
 *
 * Handout: docs/labs/raft-2c.md#receiving-a-snapshot.
 */

import type { Message } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/** A snapshot of this term's leader. What it means for role and timer is decided in `step`. */
export function handleSnapshot(core: RaftCore, message: Message): void {
  // TODO(2C-raft) take the snapshot in if it is news, and accept in every case.
  //   read:  docs/labs/raft-2c.md#receiving-a-snapshot; docs/labs/raft-messages.md#msgsnapshot
  //   keep:  an old one changes nothing; a log that agrees with it is kept; otherwise log, marks
  //          and members are the snapshot's
  //   check: npm run lab -- test 2C-raft -t TestRestoreSnapshot2C
  todo("2C-raft", "handleSnapshot");
}
