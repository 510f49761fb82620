/**
 * Drives a `Raft` without a `RawNode`, for the labels before 2AC: takes the messages out of its
 * queue, stores at once what is new in its log, and moves its marks.
 */

import type { NodeStatus } from "@tinykv/lab-kit/raft-invariants";
import {
  type ConfChange,
  Entry,
  type HardState,
  type Message,
  Message as MessageCodec,
  MessageType,
  type PeerId,
} from "@tinykv/proto";
import { isHardStateEqual } from "../../src/hard-state.ts";
import type { Raft, RaftConfig } from "../../src/index.ts";
import type { MemoryStorage } from "../../src/memory-storage.ts";
import {
  type Batch,
  type DriverConfig,
  ELECTION_TICK,
  HEARTBEAT_TICK,
  type NodeDriver,
} from "./driver.ts";
import { isTaken, plainEntries, plainNumber, statusOf, wireMessages } from "./plain-node.ts";

/** A node that is driven by its fields. */
export class CoreDriver implements NodeDriver {
  readonly #id: PeerId;
  readonly #raft: Raft;
  readonly #storage: MemoryStorage;

  constructor(newRaft: (config: RaftConfig) => Raft, config: DriverConfig) {
    this.#id = config.id;
    this.#storage = config.storage;
    const ticks = { electionTick: ELECTION_TICK, heartbeatTick: HEARTBEAT_TICK };
    this.#raft = newRaft({ ...config, ...ticks });
  }

  status(): NodeStatus {
    return statusOf(this.#id, this.#raft);
  }

  lead(): PeerId {
    return plainNumber(this.#raft.lead, "raft.lead");
  }

  lastIndex(): number {
    return plainNumber(this.#raft.raftLog.lastIndex(), "lastIndex()");
  }

  tick(): void {
    this.#raft.tick();
  }

  step(message: Message): void {
    isTaken(() => this.#raft.step(message));
  }

  campaign(): void {
    this.#raft.step(MessageCodec.fromPartial({ msgType: MessageType.MsgHup, from: this.#id }));
  }

  propose(data: Buffer): boolean {
    const msgType = MessageType.MsgPropose;
    const entries = [Entry.fromPartial({ data })];
    const message = MessageCodec.fromPartial({ msgType, from: this.#id, entries });
    return isTaken(() => this.#raft.step(message));
  }

  nextBatch(): Batch | undefined {
    const { raftLog } = this.#raft;
    // Asked for only if there is something: before 2AB nobody has to have written the lists.
    const hasEntries = raftLog.stabled < this.lastIndex();
    const entries = hasEntries ? plainEntries(raftLog.unstableEntries(), "unstableEntries()") : [];
    const hasCommitted = raftLog.applied < raftLog.committed;
    const committed = hasCommitted ? plainEntries(raftLog.nextEnts(), "nextEnts()") : [];
    const messages = wireMessages(this.#raft.msgs);
    this.#raft.msgs = [];
    const hardState = this.#changedHardState();
    const isIdle =
      entries.length + committed.length + messages.length === 0 && hardState === undefined;
    if (isIdle) return undefined;
    const advance = (): void => {
      const stored = entries.at(-1)?.index;
      if (stored !== undefined) raftLog.stabled = stored;
      const applied = committed.at(-1)?.index;
      if (applied !== undefined) raftLog.applied = applied;
    };
    return { hardState, entries, snapshot: undefined, committed, messages, advance };
  }

  #changedHardState(): HardState | undefined {
    const { term, committed } = this.status();
    const vote = plainNumber(this.#raft.vote, "raft.vote");
    const state = { term, vote, commit: committed };
    return isHardStateEqual(state, this.#storage.initialState().hardState) ? undefined : state;
  }

  applyConfChange(_change: ConfChange): readonly PeerId[] {
    return this.#storage.initialState().confState.nodes;
  }

  proposeConfChange(_change: ConfChange): boolean {
    return false;
  }

  transferLeader(_target: PeerId): void {
    // Comes with 3A.
  }
}
