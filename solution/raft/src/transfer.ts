/** You write this file: handing over leadership (Raft dissertation, section 3.10).
 *
 * Handout: docs/labs/raft-3a.md#handing-over-leadership; the messages:
 * docs/labs/raft-messages.md#leader-transfer.
 */

import { type Message, MessageType, type PeerId } from "@tinykv/proto";
import { NONE } from "./config.ts";
import { campaign } from "./election.ts";
import type { RaftCore } from "./raft-core.ts";
import { sendAppend } from "./replication.ts";
import { StateType } from "./state-type.ts";

/** Asks for leadership to go to `message.from`. A follower passes it on to the leader. */
export function handleTransferLeader(core: RaftCore, message: Message): void {
  // gap 3A handleTransferLeader
  // TODO(3A) start a transfer, end one, pass the request on, or ignore it.
  //   read:  docs/labs/raft-messages.md#msgtransferleader;
  //          docs/labs/raft-3a.md#handing-over-leadership
  //   keep:  `from` is the target; only a member gets leadership, and only with a complete log
  //   check: npm run lab -- test 3A -t TestLeaderTransferToUpToDateNode3A
  // solution
  const { from: target } = message;
  if (core.state !== StateType.Leader) {
    if (core.lead !== NONE) core.msgs.push({ ...message, to: core.lead });
    return;
  }
  if (!core.prs.has(target)) return;
  if (target === core.id) core.leadTransferee = NONE;
  if (target === core.id || target === core.leadTransferee) return;
  core.leadTransferee = target;
  core.electionElapsed = 0;
  if (isComplete(core, target)) core.send({ msgType: MessageType.MsgTimeoutNow, to: target });
  else sendAppend(core, target);
  // end
}

/** To be called when a member's log is found to agree further: if it is the target, it may go. */
export function maybeFinishTransfer(core: RaftCore, member: PeerId): void {
  // gap 3A maybeFinishTransfer
  // TODO(3A) tell the target to campaign once its log is complete.
  //   read:  docs/labs/raft-3a.md#handing-over-leadership
  //   keep:  not before: it would not win
  //   check: npm run lab -- test 3A -t E3A-13
  // solution
  if (member !== core.leadTransferee || !isComplete(core, member)) return;
  core.send({ msgType: MessageType.MsgTimeoutNow, to: member });
  // end
}

/** The leader wants this node to take over: it campaigns at once. */
export function handleTimeoutNow(core: RaftCore): void {
  // gap 3A handleTimeoutNow
  // TODO(3A) campaign, if the node follows.
  //   read:  docs/labs/raft-messages.md#msgtimeoutnow
  //   keep:  only members campaign
  //   check: npm run lab -- test 3A -t TestTransferNonMember3A
  // solution
  if (core.state === StateType.Follower) campaign(core);
  // end
}

// cut
function isComplete(core: RaftCore, member: PeerId): boolean {
  return core.prs.get(member)?.match === core.raftLog.lastIndex();
}
// end
