/** You write this file: where time and messages enter a node, and which part they go to.
 *
 * The parts are in files of their own: this class gives them the names by which tests and callers
 * know them. Handout: docs/labs/raft-2a.md#one-entry-point.
 */

import { Message, MessageType, type PeerId, type Term } from "@tinykv/proto";
import { NONE, type RaftConfig } from "./config.ts";
import { campaign, handleRequestVote, handleRequestVoteResponse } from "./election.ts";
import { handleAppendEntries } from "./follower.ts";
import { handleSnapshot } from "./handle-snapshot.ts";
import {
  bcastHeartbeat,
  handleHeartbeat,
  handleHeartbeatResponse,
  sendHeartbeat,
} from "./heartbeat.ts";
import { addNode, removeNode } from "./membership.ts";
import { isFromLeader } from "./message-kinds.ts";
import { RaftCore } from "./raft-core.ts";
import { handleAppendResponse, handlePropose, sendAppend } from "./replication.ts";
import { becomeCandidate, becomeFollower, becomeLeader } from "./roles.ts";
import { StateType } from "./state-type.ts";
import { handleTimeoutNow, handleTransferLeader, maybeFinishTransfer } from "./transfer.ts";

/** One node of one group. */
export class Raft extends RaftCore {
  /** Time goes on by one tick: a leader may have to send heartbeats, another to stand. */
  tick(): void {
    // gap 2AA Raft.tick
    // TODO(2AA) count, and step MsgBeat or MsgHup when it is due; in 3A, end a transfer in time.
    //   read:  docs/labs/raft-2a.md#the-clock; docs/labs/raft-3a.md#handing-over-leadership
    //   keep:  a leader never times out; only members campaign
    //   check: npm run lab -- test 2AA -t StartNewElection2AA
    // solution
    if (this.state === StateType.Leader) this.#tickLeader();
    else this.#tickElection();
    // end
  }

  /**
   * Takes in a message, of whatever kind.
   *
   * @throws {TinyKvError} `raft/proposal-dropped`
   */
  step(message: Message): void {
    // gap 2AA Raft.step
    // TODO(2AA) compare the terms, then look at the role, then at the type.
    //   read:  docs/labs/raft-2a.md#one-entry-point;
    //          docs/labs/raft-messages.md#before-the-type-is-looked-at
    //   keep:  a message of an older term changes nothing; call a part that belongs to a later
    //          label only once you have written it
    //   check: npm run lab -- test 2AA
    // solution
    const { term, from, msgType } = message;
    if (term > this.term) this.becomeFollower(term, isFromLeader(msgType) ? from : NONE);
    else if (term > 0 && term < this.term) {
      this.#answerFromNewerTerm(message);
      return;
    }
    if (isFromLeader(msgType) && term > 0) {
      // A term has one leader, so there is no other to hear from.
      if (this.state === StateType.Leader) return;
      if (this.state === StateType.Candidate) this.becomeFollower(this.term, from);
      this.lead = from;
      this.electionElapsed = 0;
    }
    this.#dispatch(message);
    // end
  }

  // cut
  #dispatch(message: Message): void {
    const { msgType } = message;
    switch (msgType) {
      case MessageType.MsgHup:
        return campaign(this);
      case MessageType.MsgBeat:
        return bcastHeartbeat(this);
      case MessageType.MsgPropose:
        return handlePropose(this, message);
      case MessageType.MsgAppend:
        return this.handleAppendEntries(message);
      case MessageType.MsgAppendResponse:
        if (handleAppendResponse(this, message)) maybeFinishTransfer(this, message.from);
        return;
      case MessageType.MsgRequestVote:
        return handleRequestVote(this, message);
      case MessageType.MsgRequestVoteResponse:
        return handleRequestVoteResponse(this, message);
      case MessageType.MsgSnapshot:
        return this.handleSnapshot(message);
      case MessageType.MsgHeartbeat:
        return this.handleHeartbeat(message);
      case MessageType.MsgHeartbeatResponse:
        return handleHeartbeatResponse(this, message);
      case MessageType.MsgTransferLeader:
        return handleTransferLeader(this, message);
      case MessageType.MsgTimeoutNow:
        return handleTimeoutNow(this);
      default:
        msgType satisfies never;
    }
  }

  /** A leader or candidate of an older term learns from the answer that its time is over. */
  #answerFromNewerTerm({ msgType, from }: Message): void {
    if (msgType === MessageType.MsgRequestVote) {
      this.send({ msgType: MessageType.MsgRequestVoteResponse, to: from, reject: true });
    } else if (isFromLeader(msgType)) {
      this.send({ msgType: MessageType.MsgAppendResponse, to: from, reject: true });
    }
  }

  #tickLeader(): void {
    this.electionElapsed += 1;
    if (this.electionElapsed >= this.electionTimeout) {
      this.electionElapsed = 0;
      this.leadTransferee = NONE;
    }
    this.heartbeatElapsed += 1;
    if (this.heartbeatElapsed < this.heartbeatTimeout) return;
    this.heartbeatElapsed = 0;
    this.step(Message.fromPartial({ msgType: MessageType.MsgBeat }));
  }

  #tickElection(): void {
    this.electionElapsed += 1;
    if (this.electionElapsed < this.randomizedElectionTimeout) return;
    this.electionElapsed = 0;
    this.step(Message.fromPartial({ msgType: MessageType.MsgHup }));
  }
  // end

  /** See `roles.ts`. */
  becomeFollower(term: Term, lead: PeerId): void {
    becomeFollower(this, term, lead);
  }

  /** See `roles.ts`. */
  becomeCandidate(): void {
    becomeCandidate(this);
  }

  /** See `roles.ts`. */
  becomeLeader(): void {
    becomeLeader(this);
  }

  /** See `heartbeat.ts`. */
  sendHeartbeat(to: PeerId): void {
    sendHeartbeat(this, to);
  }

  /** See `heartbeat.ts`. */
  handleHeartbeat(message: Message): void {
    handleHeartbeat(this, message);
  }

  /** See `replication.ts`. */
  sendAppend(to: PeerId): boolean {
    return sendAppend(this, to);
  }

  /** See `follower.ts`. */
  handleAppendEntries(message: Message): void {
    handleAppendEntries(this, message);
  }

  /** See `handle-snapshot.ts`. */
  handleSnapshot(message: Message): void {
    handleSnapshot(this, message);
  }

  /** See `membership.ts`. */
  addNode(id: PeerId): void {
    addNode(this, id);
  }

  /** See `membership.ts`. */
  removeNode(id: PeerId): void {
    removeNode(this, id);
  }
}

/**
 * Makes a node.
 *
 * @throws {TinyKvError} `raft/config-invalid`
 */
export function newRaft(config: RaftConfig): Raft {
  return new Raft(config);
}
