/** You write this file: heartbeats, by which a leader stays one.
 *
 * Handout: docs/labs/raft-2a.md#the-clock; the messages: docs/labs/raft-messages.md#heartbeats.
 */

import { type Message, MessageType, type PeerId } from "@tinykv/proto";
import type { RaftCore } from "./raft-core.ts";
import { sendAppend } from "./replication.ts";
import { StateType } from "./state-type.ts";

/** Queues one heartbeat to a member. */
export function sendHeartbeat(core: RaftCore, to: PeerId): void {
  // gap 2AA sendHeartbeat
  // TODO(2AA) queue the message; in 2AB, with the commit index that is safe for this member.
  //   read:  docs/labs/raft-messages.md#msgheartbeat
  //   keep:  no member is told that something is committed which it may not have
  //   check: npm run lab -- test 2AA -t TestLeaderBcastBeat2AA
  // solution
  const match = core.prs.get(to)?.match ?? 0;
  const commit = Math.min(match, core.raftLog.committed);
  core.send({ msgType: MessageType.MsgHeartbeat, to, commit });
  // end
}

/** Heartbeats to all other members, if this node leads. */
export function bcastHeartbeat(core: RaftCore): void {
  // gap 2AA bcastHeartbeat
  // TODO(2AA) send one to each of the others.
  //   read:  docs/labs/raft-messages.md#msgbeat
  //   keep:  only a leader has a heartbeat
  //   check: npm run lab -- test 2AA -t TestRecvMessageType_MsgBeat2AA
  // solution
  if (core.state !== StateType.Leader) return;
  for (const to of core.others()) sendHeartbeat(core, to);
  // end
}

/** A heartbeat of this term's leader. What it means for role and timer is decided in `step`. */
export function handleHeartbeat(core: RaftCore, message: Message): void {
  // gap 2AA handleHeartbeat
  // TODO(2AA) answer; in 2AB, raise the commit index.
  //   read:  docs/labs/raft-messages.md#msgheartbeat
  //   keep:  the commit index never falls, and never lies behind the end of the log
  //   check: npm run lab -- test 2AA -t E2AA-6
  // solution
  core.raftLog.commitTo(Math.min(message.commit, core.raftLog.lastIndex()));
  core.send({ msgType: MessageType.MsgHeartbeatResponse, to: message.from });
  // end
}

/** A member is alive. If it does not have everything, it gets an append. */
export function handleHeartbeatResponse(core: RaftCore, message: Message): void {
  // gap 2AB handleHeartbeatResponse
  // TODO(2AB) send an append to a member whose log may be incomplete.
  //   read:  docs/labs/raft-messages.md#msgheartbeatresponse
  //   keep:  this is how a member gets what was lost on the way to it
  //   check: npm run lab -- test 2AB -t TestCommitWithHeartbeat2AB
  // solution
  if (core.state !== StateType.Leader) return;
  const progress = core.prs.get(message.from);
  if (progress === undefined) return;
  if (progress.match < core.raftLog.lastIndex()) sendAppend(core, message.from);
  // end
}
