/** Drives a `RawNode`, from label 2AC on. */

import { plainList, throughWire } from "@tinykv/lab-kit";
import type { NodeStatus } from "@tinykv/lab-kit/raft-invariants";
import { type ConfChange, HardState, type Message, type PeerId, Snapshot } from "@tinykv/proto";
import type { RaftConfig, RawNode } from "../../src/index.ts";
import {
  type Batch,
  type DriverConfig,
  ELECTION_TICK,
  HEARTBEAT_TICK,
  type NodeDriver,
} from "./driver.ts";
import { isTaken, plainEntries, plainNumber, statusOf, wireMessages } from "./plain-node.ts";

/** A node that hands out its work as batches. */
export class RawDriver implements NodeDriver {
  readonly #id: PeerId;
  readonly #rawNode: RawNode;

  constructor(newRawNode: (config: RaftConfig) => RawNode, config: DriverConfig) {
    this.#id = config.id;
    const ticks = { electionTick: ELECTION_TICK, heartbeatTick: HEARTBEAT_TICK };
    this.#rawNode = newRawNode({ ...config, ...ticks });
  }

  status(): NodeStatus {
    return statusOf(this.#id, this.#rawNode.raft);
  }

  lead(): PeerId {
    return plainNumber(this.#rawNode.raft.lead, "raft.lead");
  }

  lastIndex(): number {
    return plainNumber(this.#rawNode.raft.raftLog.lastIndex(), "lastIndex()");
  }

  tick(): void {
    this.#rawNode.tick();
  }

  step(message: Message): void {
    isTaken(() => this.#rawNode.step(message));
  }

  campaign(): void {
    this.#rawNode.campaign();
  }

  propose(data: Buffer): boolean {
    return isTaken(() => this.#rawNode.propose(data));
  }

  nextBatch(): Batch | undefined {
    if (!this.#rawNode.hasReady()) return undefined;
    const ready = this.#rawNode.ready();
    const { hardState, snapshot } = ready;
    return {
      hardState:
        hardState === undefined ? undefined : throughWire(HardState, hardState, "the hard state"),
      entries: plainEntries(ready.entries, "entries"),
      snapshot:
        snapshot === undefined ? undefined : throughWire(Snapshot, snapshot, "the snapshot"),
      committed: plainEntries(ready.committedEntries, "committedEntries"),
      messages: wireMessages(ready.messages),
      advance: () => this.#rawNode.advance(ready),
    };
  }

  applyConfChange(change: ConfChange): readonly PeerId[] {
    const { nodes } = this.#rawNode.applyConfChange(change);
    return plainList(nodes, "nodes").map((node) => plainNumber(node, "a member"));
  }

  proposeConfChange(change: ConfChange): boolean {
    return isTaken(() => this.#rawNode.proposeConfChange(change));
  }

  transferLeader(target: PeerId): void {
    this.#rawNode.transferLeader(target);
  }
}
