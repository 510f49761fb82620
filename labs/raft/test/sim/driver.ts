/**
 * How a cluster works with one node of the lab under test: everything that comes out of it is
 * plain, so that nothing of the lab's own is ever believed.
 *
 * There are two: before label 2AC there is no `RawNode`, and a driver does its part.
 */

import type { NodeStatus } from "@tinykv/lab-kit/raft-invariants";
import type { ConfChange, Entry, HardState, Message, PeerId, Snapshot } from "@tinykv/proto";
import type { Random } from "@tinykv/runtime";
import type { MemoryStorage } from "../../src/memory-storage.ts";

/** One batch of work, in the order of `ready.ts`. */
export interface Batch {
  readonly hardState: HardState | undefined;
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly committed: readonly Entry[];
  /** As they go on the wire. */
  readonly messages: readonly WireMessage[];
  /** Tells the node that the batch is stored, sent and applied. */
  readonly advance: () => void;
}

/** An encoded message with its receiver. */
export interface WireMessage {
  readonly to: PeerId;
  readonly bytes: Buffer;
}

/** What a node is made from, in each of its lives. */
export interface DriverConfig {
  readonly id: PeerId;
  readonly storage: MemoryStorage;
  /** How far the state machine is. */
  readonly applied: number;
  readonly random: Random;
}

/** One node in one life. */
export interface NodeDriver {
  status(): NodeStatus;
  /** The leader that it knows of; 0: none. */
  lead(): PeerId;
  /** The end of its log. */
  lastIndex(): number;
  tick(): void;
  step(message: Message): void;
  /** Stands for election, whatever the timer says. */
  campaign(): void;
  /** @returns whether the node took it */
  propose(data: Buffer): boolean;
  /** What there is to do now, if there is something. */
  nextBatch(): Batch | undefined;
  /** The members, as the lab's `RawNode` says after a change. */
  applyConfChange(change: ConfChange): readonly PeerId[];
  proposeConfChange(change: ConfChange): boolean;
  transferLeader(target: PeerId): void;
}

/** Ticks, as in a store. */
export const ELECTION_TICK = 10;
export const HEARTBEAT_TICK = 2;
