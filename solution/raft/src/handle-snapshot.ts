/** You write this file: the follower's side of snapshots (Raft paper, section 7).
 *
 * Handout: docs/labs/raft-2c.md#receiving-a-snapshot.
 */

import { type Message, MessageType } from "@tinykv/proto";
import { matches } from "./log-queries.ts";
import type { RaftCore } from "./raft-core.ts";

/** A snapshot of this term's leader. What it means for role and timer is decided in `step`. */
export function handleSnapshot(core: RaftCore, message: Message): void {
  // gap 2C-raft handleSnapshot
  // TODO(2C-raft) take the snapshot in if it is news, and accept in every case.
  //   read:  docs/labs/raft-2c.md#receiving-a-snapshot; docs/labs/raft-messages.md#msgsnapshot
  //   keep:  an old one changes nothing; a log that agrees with it is kept; otherwise log, marks
  //          and members are the snapshot's
  //   check: npm run lab -- test 2C-raft -t TestRestoreSnapshot2C
  // solution
  const { raftLog } = core;
  const { snapshot } = message;
  const { index = 0, term = 0, confState } = snapshot?.metadata ?? {};
  if (snapshot !== undefined && index > raftLog.committed) {
    // Log matching: a log that has the snapshot's last entry agrees with all of it. Dropping what
    // lies behind that entry would take back what was acknowledged.
    if (matches(raftLog, index, term)) raftLog.commitTo(index);
    else {
      raftLog.entries = [];
      raftLog.pendingSnapshot = snapshot;
      raftLog.committed = index;
      raftLog.stabled = index;
      const members = confState?.nodes ?? [];
      core.prs = new Map(members.map((id) => [id, { match: 0, next: index + 1 }]));
    }
  }
  core.send({ msgType: MessageType.MsgAppendResponse, to: message.from, index: raftLog.committed });
  // end
}
