/** You write this file: the three roles, and the ways between them (Raft paper, Figure 4).
 *
 * These three functions are the only places in which a node changes its role. They send nothing;
 * who calls them does. Handout: docs/labs/raft-2a.md#roles.
 */

import { Entry, type PeerId, type Term } from "@tinykv/proto";
import { invariant } from "@tinykv/runtime";
import { appendEntries } from "./commit.ts";
import type { RaftCore } from "./raft-core.ts";
import { StateType } from "./state-type.ts";

/**
 * The node follows, in this term.
 *
 * @param lead the leader, as far as it is known; 0: it is not
 */
export function becomeFollower(core: RaftCore, term: Term, lead: PeerId): void {
  // gap 2AA becomeFollower
  // TODO(2AA) enter the role, and remember the leader.
  //   read:  docs/labs/raft-2a.md#roles
  //   keep:  the term never falls; in the same term the vote is kept
  //   check: npm run lab -- test 2AA -t UpdateTermFromMessage2AA
  // solution
  invariant(term >= core.term, "raft/term-fell", { from: core.term, to: term });
  core.reset(term);
  core.state = StateType.Follower;
  core.lead = lead;
  // end
}

/** The node stands for election in the next term, and votes for itself. */
export function becomeCandidate(core: RaftCore): void {
  // gap 2AA becomeCandidate
  // TODO(2AA) enter the role in the next term, with one vote.
  //   read:  docs/labs/raft-2a.md#roles; Raft paper, section 5.2
  //   keep:  its own vote is a vote like any other: it is given once in a term
  //   check: npm run lab -- test 2AA -t TestCandidateStartNewElection2AA
  // solution
  core.reset(core.term + 1);
  core.state = StateType.Candidate;
  core.vote = core.id;
  core.votes.set(core.id, true);
  // end
}

/** The node leads in this term. It has won, or a test says so. */
export function becomeLeader(core: RaftCore): void {
  // gap 2AA becomeLeader
  // TODO(2AA) enter the role; in 2AB reset what it believes of the members, and append the no-op.
  //   read:  docs/labs/raft-2a.md#roles; docs/labs/raft-2a.md#2ab-the-log;
  //          docs/labs/raft-3a.md#one-change-at-a-time
  //   keep:  an entry of its own term makes older ones committable; in 3A: what may be an unapplied
  //          change lies before that entry
  //   check: npm run lab -- test 2AA -t TestLeaderElection2AA
  // solution
  core.reset(core.term);
  core.state = StateType.Leader;
  core.lead = core.id;
  const last = core.raftLog.lastIndex();
  for (const id of core.prs.keys()) core.prs.set(id, { match: 0, next: last + 1 });
  // Whether an entry that was inherited is an unapplied change is not known: assume that it is.
  core.pendingConfIndex = last;
  appendEntries(core, [Entry.create()]);
  // end
}
