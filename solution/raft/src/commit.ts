/** You write this file: a leader's own log, and when it is committed (Raft paper, section 5.4.2).
 *
 * Nothing is sent from here; whoever moves the commit index tells the others. Handout:
 * docs/labs/raft-2a.md#commitment.
 */

import type { Entry, LogIndex } from "@tinykv/proto";
import type { RaftCore } from "./raft-core.ts";

/**
 * Appends to the leader's log, with its term and the next indexes. A group of one has a quorum at
 * once, so this may move the commit index.
 *
 * @param entries only type and data count; the objects stay the caller's
 */
export function appendEntries(core: RaftCore, entries: readonly Entry[]): void {
  // gap 2AB appendEntries
  // TODO(2AB) append copies, and count this node's own log.
  //   read:  docs/labs/raft-2a.md#appending-on-a-leader-appending-on-a-follower
  //   keep:  the caller may step the same objects again; a configuration change stays one
  //   check: npm run lab -- test 2AB -t TestProgressLeader2AB
  // solution
  const { raftLog, term } = core;
  const first = raftLog.lastIndex() + 1;
  raftLog.append(
    entries.map(({ entryType, data }, at) => ({ entryType, data, term, index: first + at })),
  );
  const last = raftLog.lastIndex();
  if (core.prs.has(core.id)) core.prs.set(core.id, { match: last, next: last + 1 });
  maybeCommit(core);
  // end
}

/**
 * Moves the commit index to what a quorum has, if the entry there is of the leader's own term.
 *
 * @returns true if there is news for the others
 */
export function maybeCommit(core: RaftCore): boolean {
  // gap 2AB maybeCommit
  // TODO(2AB) find the largest index that a quorum has, and commit it if that is allowed.
  //   read:  docs/labs/raft-2a.md#commitment; Raft paper, section 5.4.2 and Figure 8
  //   keep:  entries of older terms are never committed by counting; the commit index never falls
  //   check: npm run lab -- test 2AB -t TestLeaderOnlyCommitsLogFromCurrentTerm2AB
  // solution
  const index = quorumIndex(core);
  if (index <= core.raftLog.committed || core.raftLog.term(index) !== core.term) return false;
  return core.raftLog.commitTo(index);
  // end
}

// cut
/** The largest index that a quorum has. 0 without members. */
function quorumIndex(core: RaftCore): LogIndex {
  const matches = [...core.prs.values()].map(({ match }) => match).sort((a, b) => b - a);
  return matches[core.quorum() - 1] ?? 0;
}
// end
