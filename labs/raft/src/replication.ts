/** You write this file: the leader's side of replication (Raft paper, section 5.3).
 *
 * Handout: docs/labs/raft-2a.md#2ab-the-log; the messages: docs/labs/raft-messages.md#replication.
 */

import type { Message, PeerId } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/**
 * Queues one append with everything that a member does not have yet, or with nothing if it has all;
 * from 2C-raft on a snapshot, if the entries are gone.
 *
 * @returns whether something was queued
 */
export function sendAppend(core: RaftCore, to: PeerId): boolean {
  // TODO(2AB) queue the entries from `next` on; in 2C-raft, a snapshot in their place.
  //   read:  docs/labs/raft-messages.md#msgappend; docs/labs/raft-2c.md#sending-a-snapshot
  //   keep:  index and term are those of the entry just before; the list is the message's own
  //   check: npm run lab -- test 2AB -t TestLeaderStartReplication2AB
  todo("2AB", "sendAppend");
}

/** An append to each of the others. */
export function bcastAppend(core: RaftCore): void {
  // TODO(2AB) send one to each of the others.
  //   read:  docs/labs/raft-messages.md#replication
  //   keep:  exactly one message for each, and none to this node
  //   check: npm run lab -- test 2AB -t TestLeaderCommitEntry2AB
  todo("2AB", "bcastAppend");
}

/**
 * Takes in a proposal.
 *
 * @throws {TinyKvError} `raft/proposal-dropped`, with the log as it was, if this node cannot append
 */
export function handlePropose(core: RaftCore, message: Message): void {
  // TODO(2AB) append and tell the others, or drop; in 3A, know transfers and changes of the
  //   members.
  //   read:  docs/labs/raft-messages.md#msgpropose; docs/labs/raft-3a.md#one-change-at-a-time
  //   keep:  what is dropped has left no trace
  //   check: npm run lab -- test 2AB -t TestProposal2AB
  todo("2AB", "handlePropose");
}

/**
 * A member says up to where its log agrees with the leader's, or that it does not.
 *
 * @returns whether the member's log was found to agree further than was known
 */
export function handleAppendResponse(core: RaftCore, message: Message): boolean {
  // TODO(2AB) correct what is believed of the member, and send or commit what follows from it.
  //   read:  docs/labs/raft-messages.md#msgappendresponse;
  //          docs/labs/raft-2a.md#when-a-follower-lags
  //   keep:  `match` never falls, and `match < next`; no append without a reason
  //   check: npm run lab -- test 2AB -t TestLeaderSyncFollowerLog2AB
  todo("2AB", "handleAppendResponse");
}
