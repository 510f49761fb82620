/**
 * One machine of a cluster: a `RawNode`, its disk, and the state machine that its entries are
 * applied to, with a caller that does all of its duties. What is on the disk survives a stop.
 *
 * The state machine is a list of the commands that were applied; a snapshot is that list.
 */

import { freezeShared, plainList, throughWire } from "@tinykv/lab-kit";
import {
  ConfChange,
  Entry,
  EntryType,
  HardState,
  Message,
  type PeerId,
  Snapshot,
} from "@tinykv/proto";
import type { Random } from "@tinykv/runtime";
import { describeEntry, sortedNodes } from "../src/describe-node.ts";
import type { RaftConfig, RawNode, Ready } from "../src/index.ts";
import { MemoryStorage } from "../src/memory-storage.ts";
import { StateType } from "../src/state-type.ts";

export const ELECTION_TICK = 10;
/** A node that has more batches than this in a row has work that never ends. */
const BATCHES_MAX = 100;

/** What makes nodes: the lab under test. */
export type NewRawNode = (config: RaftConfig) => RawNode;

/** A story that went wrong, in a way that no transcript can show. */
export class StoryError extends Error {}

export class ClusterNode {
  readonly id: PeerId;
  readonly storage = freezeShared(new MemoryStorage());
  readonly #newRawNode: NewRawNode;
  readonly #random: Random;
  readonly #peers: readonly PeerId[];
  #rawNode: RawNode | undefined;
  #commands: string[] = [];
  #appliedIndex = 0;

  constructor(
    newRawNode: NewRawNode,
    options: { readonly id: PeerId; readonly peers: readonly PeerId[]; readonly random: Random },
  ) {
    this.id = options.id;
    this.#newRawNode = newRawNode;
    this.#random = options.random;
    this.#peers = options.peers;
  }

  get isRunning(): boolean {
    return this.#rawNode !== undefined;
  }

  /** The running node; nothing of it may be believed unless it is made plain. */
  get rawNode(): RawNode {
    if (this.#rawNode === undefined) throw new StoryError(`node ${this.id} is stopped`);
    return this.#rawNode;
  }

  /** The commands that were applied, in this order. */
  get commands(): readonly string[] {
    return this.#commands;
  }

  /** The group did not begin here: everything up to `index` is known as a snapshot. */
  beginBehind(index: number): void {
    const metadata = { index, term: 1, confState: { nodes: [...this.#peers] } };
    this.storage.applySnapshot(Snapshot.fromPartial({ metadata, data: Buffer.from("[]") }));
    this.storage.setHardState({ term: 1, vote: 0, commit: index });
    this.#appliedIndex = index;
  }

  /** Starts from what is on the disk, for the first time or once more. */
  start(): void {
    const { id, storage } = this;
    const isNew = storage.initialState().confState.nodes.length === 0;
    this.#rawNode = this.#newRawNode({
      id,
      peers: isNew ? this.#peers : [],
      electionTick: ELECTION_TICK,
      heartbeatTick: 1,
      storage,
      applied: this.#appliedIndex,
      random: this.#random,
    });
  }

  stop(): void {
    this.#rawNode = undefined;
  }

  /** Does everything that the node has for its caller to do, and returns what it wants to say. */
  work(): Message[] {
    const sent: Message[] = [];
    for (let batches = 0; this.rawNode.hasReady(); batches += 1) {
      if (batches >= BATCHES_MAX) {
        throw new StoryError(`node ${this.id}: hasReady() is still true after ${batches} batches`);
      }
      sent.push(...this.#handle(this.rawNode.ready()));
    }
    return sent;
  }

  #handle(ready: Ready): Message[] {
    const { snapshot, hardState } = ready;
    if (snapshot !== undefined) this.#restore(throughWire(Snapshot, snapshot, "the snapshot"));
    this.storage.append(plainEntries(ready.entries));
    if (hardState !== undefined) {
      this.storage.setHardState(throughWire(HardState, hardState, "the hard state"));
    }
    const messages = plainList(ready.messages, "messages");
    for (const entry of plainEntries(ready.committedEntries)) this.#apply(entry);
    this.rawNode.advance(ready);
    return messages.map((message) => throughWire(Message, message, "a message"));
  }

  #restore(snapshot: Snapshot): void {
    this.storage.applySnapshot(snapshot);
    this.#commands = JSON.parse(String(snapshot.data)) as string[];
    this.#appliedIndex = snapshot.metadata?.index ?? 0;
  }

  #apply({ index, entryType, data }: Entry): void {
    if (index !== this.#appliedIndex + 1) {
      const due = this.#appliedIndex + 1;
      throw new StoryError(`node ${this.id}: entry ${due} is next to apply, and ${index} came`);
    }
    this.#appliedIndex = index;
    if (entryType === EntryType.EntryConfChange) {
      this.rawNode.applyConfChange(ConfChange.decode(data));
    } else if (data.length > 0) this.#commands.push(String(data));
  }

  /** Makes a snapshot of what was applied, and drops the log up to there. */
  compact(): void {
    const index = this.#appliedIndex;
    const data = Buffer.from(JSON.stringify(this.#commands));
    this.storage.createSnapshot(index, { nodes: sortedNodes(this.rawNode.raft.prs) }, data);
    this.storage.compact(index);
    this.rawNode.raft.raftLog.maybeCompact();
  }

  /** The node in one line: only what every right implementation has in common. */
  status(): string {
    if (this.#rawNode === undefined) return `${this.id} stopped`;
    const { term, raftLog } = this.#rawNode.raft;
    const lastIndex = raftLog.lastIndex();
    const last = lastIndex === 0 ? "empty" : `to (${lastIndex},${raftLog.term(lastIndex)})`;
    const marks = `committed ${raftLog.committed}, applied ${raftLog.applied}`;
    return `${this.id} ${this.#role()}, term ${term}, log ${last}, ${marks}`;
  }

  #role(): string {
    const { state, lead } = this.rawNode.raft;
    if (state === StateType.Leader) return "leader";
    if (state === StateType.Candidate) return "candidate";
    return lead === 0 ? "follower of nobody" : `follower of ${lead}`;
  }

  /** The entries that it holds. */
  log(): string {
    const entries = plainEntries(this.rawNode.raft.raftLog.allEntries());
    const behind = this.storage.firstIndex() - 1;
    const from = behind === 0 ? "" : `behind ${behind}: `;
    return `${this.id} ${from}${entries.map(describeEntry).join("") || "no entries"}`;
  }

  members(): string {
    return `${this.id} {${sortedNodes(this.rawNode.raft.prs).join(",")}}`;
  }
}

function plainEntries(list: unknown): Entry[] {
  return plainList(list, "entries").map((entry) => throughWire(Entry, entry, "an entry"));
}
