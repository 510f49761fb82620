/**
 * Which messages never travel, and which are answers.
 *
 * Given code: read it, do not change it.
 */

import { MessageType } from "@tinykv/proto";

/** True for what a node says to itself only: it is refused from outside. */
export function isLocalMsg(type: MessageType): boolean {
  return type === MessageType.MsgHup || type === MessageType.MsgBeat;
}

/** True for the three answers. */
export function isResponseMsg(type: MessageType): boolean {
  return (
    type === MessageType.MsgAppendResponse ||
    type === MessageType.MsgRequestVoteResponse ||
    type === MessageType.MsgHeartbeatResponse
  );
}

/** True for what only the leader of a term sends: who hears it knows who leads. */
export function isFromLeader(type: MessageType): boolean {
  return (
    type === MessageType.MsgAppend ||
    type === MessageType.MsgHeartbeat ||
    type === MessageType.MsgSnapshot
  );
}
