/** You write this file: handing over leadership (Raft dissertation, section 3.10).
 *
 * Handout: docs/labs/raft-3a.md#handing-over-leadership; the messages:
 * docs/labs/raft-messages.md#leader-transfer.
 */

import type { Message, PeerId } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/** Asks for leadership to go to `message.from`. A follower passes it on to the leader. */
export function handleTransferLeader(core: RaftCore, message: Message): void {
  // TODO(3A) start a transfer, end one, pass the request on, or ignore it.
  //   read:  docs/labs/raft-messages.md#msgtransferleader;
  //          docs/labs/raft-3a.md#handing-over-leadership
  //   keep:  `from` is the target; only a member gets leadership, and only with a complete log
  //   check: npm run lab -- test 3A -t TestLeaderTransferToUpToDateNode3A
  todo("3A", "handleTransferLeader");
}

/** To be called when a member's log is found to agree further: if it is the target, it may go. */
export function maybeFinishTransfer(core: RaftCore, member: PeerId): void {
  // TODO(3A) tell the target to campaign once its log is complete.
  //   read:  docs/labs/raft-3a.md#handing-over-leadership
  //   keep:  not before: it would not win
  //   check: npm run lab -- test 3A -t E3A-13
  todo("3A", "maybeFinishTransfer");
}

/** The leader wants this node to take over: it campaigns at once. */
export function handleTimeoutNow(core: RaftCore): void {
  // TODO(3A) campaign, if the node follows.
  //   read:  docs/labs/raft-messages.md#msgtimeoutnow
  //   keep:  only members campaign
  //   check: npm run lab -- test 3A -t TestTransferNonMember3A
  todo("3A", "handleTimeoutNow");
}
