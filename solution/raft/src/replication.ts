/** You write this file: the leader's side of replication (Raft paper, section 5.3).
 *
 * Handout: docs/labs/raft-2a.md#2ab-the-log; the messages: docs/labs/raft-messages.md#replication.
 */

import {
  type Entry,
  EntryType,
  type LogIndex,
  type Message,
  MessageType,
  type PeerId,
} from "@tinykv/proto";
import { appendEntries, maybeCommit } from "./commit.ts";
import { NONE } from "./config.ts";
import { termIfKnown } from "./log-queries.ts";
import type { Progress } from "./progress.ts";
import type { RaftCore } from "./raft-core.ts";
import { raftError } from "./raft-error.ts";
import { sendSnapshot } from "./send-snapshot.ts";
import { StateType } from "./state-type.ts";

/**
 * Queues one append with everything that a member does not have yet, or with nothing if it has all;
 * from 2C-raft on a snapshot, if the entries are gone.
 *
 * @returns whether something was queued
 */
export function sendAppend(core: RaftCore, to: PeerId): boolean {
  // gap 2AB sendAppend
  // TODO(2AB) queue the entries from `next` on; in 2C-raft, a snapshot in their place.
  //   read:  docs/labs/raft-messages.md#msgappend; docs/labs/raft-2c.md#sending-a-snapshot
  //   keep:  index and term are those of the entry just before; the list is the message's own
  //   check: npm run lab -- test 2AB -t TestLeaderStartReplication2AB
  // solution
  const progress = core.prs.get(to);
  if (progress === undefined) return false;
  const index = progress.next - 1;
  const logTerm = termIfKnown(core.raftLog, index);
  if (logTerm === undefined) return sendSnapshot(core, to);
  const entries = core.raftLog.entriesFrom(progress.next);
  const commit = core.raftLog.committed;
  core.send({ msgType: MessageType.MsgAppend, to, index, logTerm, entries, commit });
  // Sent is taken for received: if it was not, the next append is rejected, and `next` goes back.
  progress.next += entries.length;
  return true;
  // end
}

/** An append to each of the others. */
export function bcastAppend(core: RaftCore): void {
  // gap 2AB bcastAppend
  // TODO(2AB) send one to each of the others.
  //   read:  docs/labs/raft-messages.md#replication
  //   keep:  exactly one message for each, and none to this node
  //   check: npm run lab -- test 2AB -t TestLeaderCommitEntry2AB
  // solution
  for (const to of core.others()) sendAppend(core, to);
  // end
}

/**
 * Takes in a proposal.
 *
 * @throws {TinyKvError} `raft/proposal-dropped`, with the log as it was, if this node cannot append
 */
export function handlePropose(core: RaftCore, message: Message): void {
  // gap 2AB handlePropose
  // TODO(2AB) append and tell the others, or drop; in 3A, know transfers and changes of the
  //   members.
  //   read:  docs/labs/raft-messages.md#msgpropose; docs/labs/raft-3a.md#one-change-at-a-time
  //   keep:  what is dropped has left no trace
  //   check: npm run lab -- test 2AB -t TestProposal2AB
  // solution
  if (core.state !== StateType.Leader) throw dropped("this node does not lead");
  if (!core.prs.has(core.id)) throw dropped("this node is no member any more");
  if (core.leadTransferee !== NONE) throw dropped("leadership is being handed over");
  gateConfChanges(core, message.entries);
  appendEntries(core, message.entries);
  bcastAppend(core);
  // end
}

/**
 * A member says up to where its log agrees with the leader's, or that it does not.
 *
 * @returns whether the member's log was found to agree further than was known
 */
export function handleAppendResponse(core: RaftCore, message: Message): boolean {
  // gap 2AB handleAppendResponse
  // TODO(2AB) correct what is believed of the member, and send or commit what follows from it.
  //   read:  docs/labs/raft-messages.md#msgappendresponse;
  //          docs/labs/raft-2a.md#when-a-follower-lags
  //   keep:  `match` never falls, and `match < next`; no append without a reason
  //   check: npm run lab -- test 2AB -t TestLeaderSyncFollowerLog2AB
  // solution
  const progress = core.prs.get(message.from);
  if (core.state !== StateType.Leader || progress === undefined) return false;
  if (message.reject) {
    progress.next = nextAfterReject(core, progress, message);
    sendAppend(core, message.from);
    return false;
  }
  // An answer that is late, or comes twice, says less than is known already.
  if (message.index <= progress.match) return false;
  progress.match = message.index;
  progress.next = Math.max(progress.next, message.index + 1);
  if (maybeCommit(core)) bcastAppend(core);
  else if (progress.next <= core.raftLog.lastIndex()) sendAppend(core, message.from);
  return true;
  // end
}

// cut
function dropped(why: string): Error {
  return raftError("raft/proposal-dropped", why);
}

/** Lets one change of the members through, and only if no earlier one can be waiting (3A). */
function gateConfChanges(core: RaftCore, entries: readonly Entry[]): void {
  const at = entries.findIndex(({ entryType }) => entryType === EntryType.EntryConfChange);
  if (at < 0) return;
  const { raftLog } = core;
  const isSecond = entries.some(
    ({ entryType }, i) => i > at && entryType === EntryType.EntryConfChange,
  );
  if (isSecond || raftLog.applied < core.pendingConfIndex) {
    throw dropped("another change of the members is not applied yet");
  }
  core.pendingConfIndex = raftLog.lastIndex() + 1 + at;
}

/**
 * Where to try next: just behind the last place that may agree. The member named the last of its
 * entries that is not newer than what was sent; everything of a newer term here cannot agree.
 */
function nextAfterReject(core: RaftCore, progress: Progress, message: Message): LogIndex {
  const { raftLog } = core;
  let index = Math.min(message.index, progress.next - 2, raftLog.lastIndex());
  const isTooNew = (): boolean => (termIfKnown(raftLog, index) ?? 0) > message.logTerm;
  if (message.logTerm > 0) while (index > progress.match && isTooNew()) index -= 1;
  return Math.max(progress.match, index) + 1;
}
// end
