/**
 * The calls of a `RawNode` that only pass something on. Their sibling `raw-node.ts` is yours.
 *
 * Given code: read it, do not change it.
 */

import {
  ConfChange,
  ConfChangeType,
  ConfState,
  EntryType,
  Message,
  MessageType,
  type PeerId,
} from "@tinykv/proto";
import { InvariantError } from "@tinykv/runtime";
import { NONE, type RaftConfig } from "./config.ts";
import { sortedNodes } from "./describe-node.ts";
import { isLocalMsg, isResponseMsg } from "./message-kinds.ts";
import type { Progress } from "./progress.ts";
import { newRaft, type Raft } from "./raft.ts";
import { isRaftError, raftError } from "./raft-error.ts";
import { StateType } from "./state-type.ts";

/** The given half of a `RawNode`. */
export class RawNodeCalls {
  /** The node behind this one. */
  readonly raft: Raft;

  constructor(config: RaftConfig) {
    this.raft = newRaft(config);
  }

  /** Time goes on by one tick. */
  tick(): void {
    this.raft.tick();
  }

  /** Starts an election, whatever the timer says. */
  campaign(): void {
    this.raft.step(Message.fromPartial({ msgType: MessageType.MsgHup }));
  }

  /**
   * Asks for a command to be appended.
   *
   * @param data the command; empty is allowed
   * @throws {TinyKvError} `raft/proposal-dropped` if this node cannot do it now
   */
  propose(data: Buffer): void {
    this.#propose(EntryType.EntryNormal, data);
  }

  /**
   * Asks for a change of the members to be appended. It takes effect when it is applied.
   *
   * @throws {TinyKvError} `raft/proposal-dropped` if this node cannot do it now
   */
  proposeConfChange(change: ConfChange): void {
    this.#propose(EntryType.EntryConfChange, Buffer.from(ConfChange.encode(change).finish()));
  }

  /**
   * Carries out a change of the members; to be called when its entry is applied.
   *
   * @param change of node 0: nothing happens
   * @returns the members afterwards, ascending
   */
  applyConfChange(change: ConfChange): ConfState {
    if (change.nodeId !== NONE) this.#change(change);
    return ConfState.fromPartial({ nodes: sortedNodes(this.raft.prs) });
  }

  /**
   * Takes in a message from another node.
   *
   * @throws {TinyKvError} `raft/step-local-message` for a message that never travels,
   *   `raft/step-peer-not-found` for an answer of somebody who is not a member
   */
  step(message: Message): void {
    if (isLocalMsg(message.msgType)) {
      throw raftError("raft/step-local-message", "this message never comes from outside");
    }
    if (isResponseMsg(message.msgType) && !this.raft.prs.has(message.from)) {
      throw raftError("raft/step-peer-not-found", `node ${message.from} is not a member`);
    }
    this.raft.step(message);
  }

  /** What a leader believes of each member, as copies; empty on any other node. */
  getProgress(): Map<PeerId, Progress> {
    if (this.raft.state !== StateType.Leader) return new Map();
    return new Map([...this.raft.prs].map(([id, progress]) => [id, { ...progress }]));
  }

  /** Asks for leadership to go to `target`. Whether it does is seen later, in the soft state. */
  transferLeader(target: PeerId): void {
    try {
      const msgType = MessageType.MsgTransferLeader;
      this.raft.step(Message.fromPartial({ msgType, from: target }));
    } catch (error) {
      if (!isRaftError(error, "raft/proposal-dropped")) throw error;
    }
  }

  #change(change: ConfChange): void {
    // A number on the wire: a newer peer may know kinds that are not in the type.
    const changeType: number = change.changeType;
    if (changeType === ConfChangeType.AddNode) this.raft.addNode(change.nodeId);
    else if (changeType === ConfChangeType.RemoveNode) this.raft.removeNode(change.nodeId);
    else throw new InvariantError("raft/conf-change-type", { changeType });
  }

  #propose(entryType: EntryType, data: Buffer): void {
    const { id: from } = this.raft;
    const msgType = MessageType.MsgPropose;
    this.raft.step(Message.fromPartial({ msgType, from, entries: [{ entryType, data }] }));
  }
}
