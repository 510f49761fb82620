/** You write this file: elections (Raft paper, sections 5.2 and 5.4.1).
 *
 * Handout: docs/labs/raft-2a.md#2aa-elections; the messages: docs/labs/raft-messages.md#elections.
 */

import { type Message, MessageType } from "@tinykv/proto";
import { NONE } from "./config.ts";
import type { RaftCore } from "./raft-core.ts";
import { bcastAppend } from "./replication.ts";
import { becomeCandidate, becomeFollower, becomeLeader } from "./roles.ts";
import { StateType } from "./state-type.ts";

/** Stands for election, unless the node leads already or is not a member. */
export function campaign(core: RaftCore): void {
  // gap 2AA campaign
  // TODO(2AA) become candidate and ask for votes; with a quorum of one, lead at once.
  //   read:  docs/labs/raft-2a.md#votes; docs/labs/raft-messages.md#msghup
  //   keep:  only members campaign
  //   check: npm run lab -- test 2AA -t TestSingleNodeCandidate2AA
  // solution
  if (core.state === StateType.Leader || !core.prs.has(core.id)) return;
  becomeCandidate(core);
  if (core.quorum() === 1) {
    win(core);
    return;
  }
  const index = core.raftLog.lastIndex();
  const logTerm = core.raftLog.term(index);
  for (const to of core.others()) {
    core.send({ msgType: MessageType.MsgRequestVote, to, index, logTerm });
  }
  // end
}

/** Answers a vote request of this term: one vote per term; from 2AB on, only for a new log. */
export function handleRequestVote(core: RaftCore, message: Message): void {
  // gap 2AA handleRequestVote
  // TODO(2AA) decide the vote, and answer; in 2AB, look at the candidate's log.
  //   read:  docs/labs/raft-messages.md#msgrequestvote; docs/labs/raft-2a.md#voting-with-a-log
  //   keep:  the same candidate may ask again, and gets the same answer; only a yes starts the
  //          timer again
  //   check: npm run lab -- test 2AA -t TestFollowerVote2AA
  // solution
  const isFree = core.vote === NONE && core.lead === NONE;
  const isGranted = (isFree || core.vote === message.from) && isUpToDate(core, message);
  if (isGranted) {
    core.vote = message.from;
    core.electionElapsed = 0;
  }
  const msgType = MessageType.MsgRequestVoteResponse;
  core.send({ msgType, to: message.from, reject: !isGranted });
  // end
}

/** Counts an answer to this node's candidacy. */
export function handleRequestVoteResponse(core: RaftCore, message: Message): void {
  // gap 2AA handleRequestVoteResponse
  // TODO(2AA) note who said what, and see whether it is decided.
  //   read:  docs/labs/raft-messages.md#msgrequestvoteresponse
  //   keep:  an answer that is delivered twice counts once; only members count
  //   check: npm run lab -- test 2AA -t TestLeaderElectionInOneRoundRPC2AA
  // solution
  if (core.state !== StateType.Candidate || !core.prs.has(message.from)) return;
  if (!core.votes.has(message.from)) core.votes.set(message.from, !message.reject);
  const granted = [...core.votes.values()].filter((isYes) => isYes).length;
  if (granted >= core.quorum()) win(core);
  else if (core.votes.size - granted >= core.quorum()) becomeFollower(core, core.term, NONE);
  // end
}

// cut
function win(core: RaftCore): void {
  becomeLeader(core);
  bcastAppend(core);
}

/** Raft paper, section 5.4.1: the later last term is newer; of the same term, the longer log. */
function isUpToDate(core: RaftCore, message: Message): boolean {
  const lastIndex = core.raftLog.lastIndex();
  const lastTerm = core.raftLog.term(lastIndex);
  if (message.logTerm !== lastTerm) return message.logTerm > lastTerm;
  return message.index >= lastIndex;
}
// end
