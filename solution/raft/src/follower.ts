/** You write this file: the follower's side of replication (Raft paper, section 5.3).
 *
 * Handout: docs/labs/raft-2a.md#appending-on-a-leader-appending-on-a-follower; the message:
 * docs/labs/raft-messages.md#msgappend.
 */

import { type Entry, type LogIndex, type Message, MessageType } from "@tinykv/proto";
import { invariant } from "@tinykv/runtime";
import { matches, termIfKnown } from "./log-queries.ts";
import type { RaftCore } from "./raft-core.ts";
import type { RaftLog } from "./raft-log.ts";

/** An append of this term's leader. What it means for role and timer is decided in `step`. */
export function handleAppendEntries(core: RaftCore, message: Message): void {
  // gap 2AB handleAppendEntries
  // TODO(2AB) make the log agree with the message, or reject it; raise the commit index; answer.
  //   read:  docs/labs/raft-messages.md#msgappend
  //   keep:  what is committed never changes; a late message removes nothing; only what this
  //          message vouches for is committed
  //   check: npm run lab -- test 2AB -t TestFollowerAppendEntries2AB
  // solution
  const { raftLog } = core;
  const msgType = MessageType.MsgAppendResponse;
  if (message.index < raftLog.committed) {
    core.send({ msgType, to: message.from, index: raftLog.committed });
    return;
  }
  if (!matches(raftLog, message.index, message.logTerm)) {
    core.send({ msgType, to: message.from, reject: true, ...hint(raftLog, message) });
    return;
  }
  const last = agree(raftLog, message.index, message.entries);
  raftLog.commitTo(Math.min(message.commit, last));
  core.send({ msgType, to: message.from, index: last });
  // end
}

// cut
/**
 * Makes the log agree with `entries`, which follow the entry at `prev`.
 *
 * @returns the index of the last of them, or `prev` if there are none
 */
function agree(raftLog: RaftLog, prev: LogIndex, entries: readonly Entry[]): LogIndex {
  for (const [at, entry] of entries.entries()) {
    const expected = prev + 1 + at;
    invariant(entry.index === expected, "raft/append-gap", { index: entry.index, expected });
  }
  const fresh = entries.findIndex(({ index, term }) => !matches(raftLog, index, term));
  if (fresh >= 0) raftLog.append(entries.slice(fresh).map((entry) => ({ ...entry })));
  return prev + entries.length;
}

/** The last entry here that is not newer than the leader's: nothing behind it can agree. */
function hint(raftLog: RaftLog, message: Message): { index: LogIndex; logTerm: number } {
  let index = Math.min(message.index, raftLog.lastIndex());
  const termAt = (): number => termIfKnown(raftLog, index) ?? 0;
  while (index > raftLog.committed && termAt() > message.logTerm) index -= 1;
  return { index, logTerm: termAt() };
}
// end
