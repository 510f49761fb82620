/** You write this file: a leader's own log, and when it is committed (Raft paper, section 5.4.2).
 *
 * Nothing is sent from here; whoever moves the commit index tells the others. Handout:
 * docs/labs/raft-2a.md#commitment.
 */

import type { Entry } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/**
 * Appends to the leader's log, with its term and the next indexes. A group of one has a quorum at
 * once, so this may move the commit index.
 *
 * @param entries only type and data count; the objects stay the caller's
 */
export function appendEntries(core: RaftCore, entries: readonly Entry[]): void {
  // TODO(2AB) append copies, and count this node's own log.
  //   read:  docs/labs/raft-2a.md#appending-on-a-leader-appending-on-a-follower
  //   keep:  the caller may step the same objects again; a configuration change stays one
  //   check: npm run lab -- test 2AB -t TestProgressLeader2AB
  todo("2AB", "appendEntries");
}

/**
 * Moves the commit index to what a quorum has, if the entry there is of the leader's own term.
 *
 * @returns true if there is news for the others
 */
export function maybeCommit(core: RaftCore): boolean {
  // TODO(2AB) find the largest index that a quorum has, and commit it if that is allowed.
  //   read:  docs/labs/raft-2a.md#commitment; Raft paper, section 5.4.2 and Figure 8
  //   keep:  entries of older terms are never committed by counting; the commit index never falls
  //   check: npm run lab -- test 2AB -t TestLeaderOnlyCommitsLogFromCurrentTerm2AB
  todo("2AB", "maybeCommit");
}
