/** You write this file: where time and messages enter a node, and which part they go to.
 *
 * The parts are in files of their own: this class gives them the names by which tests and callers
 * know them. Handout: docs/labs/raft-2a.md#one-entry-point.
 */

import { Message, type PeerId, type Term } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftConfig } from "./config.ts";
import { handleAppendEntries } from "./follower.ts";
import { handleSnapshot } from "./handle-snapshot.ts";
import { handleHeartbeat, sendHeartbeat } from "./heartbeat.ts";
import { addNode, removeNode } from "./membership.ts";
import { RaftCore } from "./raft-core.ts";
import { sendAppend } from "./replication.ts";
import { becomeCandidate, becomeFollower, becomeLeader } from "./roles.ts";

/** One node of one group. */
export class Raft extends RaftCore {
  /** Time goes on by one tick: a leader may have to send heartbeats, another to stand. */
  tick(): void {
    // TODO(2AA) count, and step MsgBeat or MsgHup when it is due; in 3A, end a transfer in time.
    //   read:  docs/labs/raft-2a.md#the-clock; docs/labs/raft-3a.md#handing-over-leadership
    //   keep:  a leader never times out; only members campaign
    //   check: npm run lab -- test 2AA -t StartNewElection2AA
    todo("2AA", "Raft.tick");
  }

  /**
   * Takes in a message, of whatever kind.
   *
   * @throws {TinyKvError} `raft/proposal-dropped`
   */
  step(message: Message): void {
    // TODO(2AA) compare the terms, then look at the role, then at the type.
    //   read:  docs/labs/raft-2a.md#one-entry-point;
    //          docs/labs/raft-messages.md#before-the-type-is-looked-at
    //   keep:  a message of an older term changes nothing; call a part that belongs to a later
    //          label only once you have written it
    //   check: npm run lab -- test 2AA
    todo("2AA", "Raft.step");
  }

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
