/** You write this file: elections (Raft paper, sections 5.2 and 5.4.1).
 *
 * Handout: docs/labs/raft-2a.md#2aa-elections; the messages: docs/labs/raft-messages.md#elections.
 */

import type { Message } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/** Stands for election, unless the node leads already or is not a member. */
export function campaign(core: RaftCore): void {
  // TODO(2AA) become candidate and ask for votes; with a quorum of one, lead at once.
  //   read:  docs/labs/raft-2a.md#votes; docs/labs/raft-messages.md#msghup
  //   keep:  only members campaign
  //   check: npm run lab -- test 2AA -t TestSingleNodeCandidate2AA
  todo("2AA", "campaign");
}

/** Answers a vote request of this term: one vote per term; from 2AB on, only for a new log. */
export function handleRequestVote(core: RaftCore, message: Message): void {
  // TODO(2AA) decide the vote, and answer; in 2AB, look at the candidate's log.
  //   read:  docs/labs/raft-messages.md#msgrequestvote; docs/labs/raft-2a.md#voting-with-a-log
  //   keep:  the same candidate may ask again, and gets the same answer; only a yes starts the
  //          timer again
  //   check: npm run lab -- test 2AA -t TestFollowerVote2AA
  todo("2AA", "handleRequestVote");
}

/** Counts an answer to this node's candidacy. */
export function handleRequestVoteResponse(core: RaftCore, message: Message): void {
  // TODO(2AA) note who said what, and see whether it is decided.
  //   read:  docs/labs/raft-messages.md#msgrequestvoteresponse
  //   keep:  an answer that is delivered twice counts once; only members count
  //   check: npm run lab -- test 2AA -t TestLeaderElectionInOneRoundRPC2AA
  todo("2AA", "handleRequestVoteResponse");
}
