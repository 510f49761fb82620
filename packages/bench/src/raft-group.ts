/**
 * Three raft nodes in one process, without clocks, disks or a simulator: messages go from node to
 * node as bytes, and each node's caller does all that a `Ready` asks for.
 *
 * Whatever is proposed carries its number, and each node has to apply the numbers one by one.
 */

import { decodeMessage, type Entry, Message, type PeerId } from "@tinykv/proto";
import { MessageEncoder } from "@tinykv/proto/encoder";
import { MemoryStorage, newRawNode, type RawNode } from "@tinykv/raft";
import { seededRandom } from "@tinykv/runtime/real";
import { VALUE, VALUE_BYTES } from "./workload.ts";

const MEMBERS: readonly PeerId[] = [1, 2, 3];

/** Who is made the leader, and is proposed to. */
const LEADER: PeerId = 1;

/** A log is compacted when so many of its entries were applied: memory would run out otherwise. */
const COMPACT_AFTER = 4096;

/** Where a message goes, as bytes. */
type Send = (to: PeerId, bytes: Buffer) => void;

/** A node with its caller. */
class MemoryNode {
  readonly id: PeerId;
  readonly rawNode: RawNode;
  readonly #storage = new MemoryStorage();
  readonly #send: Send;
  readonly #encoder = new MessageEncoder();
  /** Proposals that were applied. */
  applied = 0;

  constructor(id: PeerId, send: Send) {
    this.id = id;
    this.#send = send;
    this.rawNode = newRawNode({
      ...{ id, peers: MEMBERS, electionTick: 10, heartbeatTick: 2 },
      storage: this.#storage,
      random: seededRandom(id),
    });
  }

  take(bytes: Buffer): void {
    this.rawNode.step(decodeMessage(Message, bytes));
  }

  /** Does what there is to do. @returns whether there was something */
  work(): boolean {
    if (!this.rawNode.hasReady()) return false;
    const ready = this.rawNode.ready();
    this.#storage.append(ready.entries);
    if (ready.hardState !== undefined) this.#storage.setHardState(ready.hardState);
    for (const message of ready.messages)
      this.#send(message.to, this.#encoder.encode(Message, message));
    for (const entry of ready.committedEntries) this.#apply(entry);
    this.#compact(ready.committedEntries.at(-1)?.index ?? 0);
    this.rawNode.advance(ready);
    return true;
  }

  /** A leader's first entry is empty, and nobody's proposal. */
  #apply({ data, index }: Entry): void {
    if (data.length === 0) return;
    const isNext = data.length === VALUE_BYTES && data.readDoubleBE(0) === this.applied;
    if (!isNext) {
      throw new Error(`node ${this.id} applies at index ${index} not proposal ${this.applied}`);
    }
    this.applied += 1;
  }

  #compact(applied: number): void {
    if (applied < this.#storage.firstIndex() + COMPACT_AFTER) return;
    this.#storage.createSnapshot(applied, { nodes: [...MEMBERS] }, Buffer.alloc(0));
    this.#storage.compact(applied);
  }
}

/** The group. */
export class RaftGroup {
  readonly #nodes: readonly MemoryNode[];
  readonly #leader: MemoryNode;
  #proposed = 0;

  /** Makes the nodes, and one of them the leader. */
  constructor() {
    const send: Send = (to, bytes) => this.#node(to).take(bytes);
    this.#nodes = MEMBERS.map((id) => new MemoryNode(id, send));
    this.#leader = this.#node(LEADER);
    this.#leader.rawNode.campaign();
    this.#settle();
  }

  /**
   * One round: so many proposals, and all that comes of them.
   *
   * @throws {Error} if afterwards not every node has applied all of them in their order
   */
  round(proposals: number): void {
    for (let n = 0; n < proposals; n += 1) this.#leader.rawNode.propose(this.#nextProposal());
    this.#settle();
    for (const { id, applied } of this.#nodes) {
      if (applied === this.#proposed) continue;
      throw new Error(`node ${id} has applied ${applied} of ${this.#proposed} proposals`);
    }
  }

  #nextProposal(): Buffer {
    const data = Buffer.from(VALUE);
    data.writeDoubleBE(this.#proposed, 0);
    this.#proposed += 1;
    return data;
  }

  #settle(): void {
    while (this.#nodes.filter((node) => node.work()).length > 0);
  }

  #node(id: PeerId): MemoryNode {
    const node = this.#nodes[id - 1];
    if (node === undefined) throw new Error(`a message to node ${id}, whom nobody knows`);
    return node;
  }
}
