/**
 * One machine of a simulated cluster: a node of the lab under test, a disk that stays over crashes,
 * and a caller that does all of its duties in their order (`ready.ts`).
 *
 * The disk is a `MemoryStorage` that is changed only at the moment at which a write becomes
 * durable. The state machine is in memory: a new life begins with the stored snapshot, and applies
 * the log behind it again.
 */

import { CheckFailure, freezeShared } from "@tinykv/lab-kit";
import type { LogEntry, RaftInvariants } from "@tinykv/lab-kit/raft-invariants";
import {
  ConfChange,
  ConfChangeType,
  type Entry,
  EntryType,
  Message,
  type PeerId,
  Snapshot,
} from "@tinykv/proto";
import type { ProcessContext, SimDevice, SimNetwork, Transport } from "@tinykv/sim";
import { MemoryStorage } from "../../src/memory-storage.ts";
import type { ClientMessage } from "./client-messages.ts";
import type { Batch, DriverConfig, NodeDriver } from "./driver.ts";
import {
  type Command,
  decodeCommand,
  encodeCommand,
  KeyValueMachine,
} from "./key-value-machine.ts";

/** As in a store that is being tested: 50 ms. */
export const TICK_MS = 50;
/** A node that has more batches than this in a row has work that never ends. */
const BATCHES_MAX = 200;
/** A group begins here, as a bootstrapped region does. */
const FIRST_INDEX = 5;
const FIRST_TERM = 5;

/** What happened in a cluster, in numbers. */
export interface NodeCounts {
  snapshotsMade: number;
  snapshotsRestored: number;
  applied: number;
  membersChanged: number;
}

/** What all machines of a cluster share. */
export interface NodeSurroundings {
  readonly newDriver: (config: DriverConfig) => NodeDriver;
  readonly peers: SimNetwork<Buffer>;
  readonly clients: SimNetwork<ClientMessage>;
  readonly invariants: RaftInvariants;
  readonly counts: NodeCounts;
  /** Entries that are kept in the log before it is compacted; `undefined`: it never is. */
  readonly compactAfter: number | undefined;
  /** Whether a write is durable at once: before 2AC nobody has to expect that one takes time. */
  readonly isWrittenAtOnce: boolean;
  /** Told of members that a node has been told to remove. */
  readonly onRemoved: (id: PeerId) => void;
}

/** The machine. */
export class SimNode {
  readonly id: PeerId;
  readonly storage = freezeShared(new MemoryStorage());
  readonly device: SimDevice;
  readonly #around: NodeSurroundings;
  #life: NodeLife | undefined;

  constructor(id: PeerId, device: SimDevice, around: NodeSurroundings) {
    this.id = id;
    this.device = device;
    this.#around = around;
  }

  /** A member of the group from its beginning. Others begin empty, and are told by a snapshot. */
  bootstrap(members: readonly PeerId[]): void {
    const metadata = { index: FIRST_INDEX, term: FIRST_TERM, confState: { nodes: [...members] } };
    this.storage.applySnapshot(Snapshot.fromPartial({ metadata }));
    this.storage.setHardState({ term: FIRST_TERM, vote: 0, commit: FIRST_INDEX });
  }

  /** The life that is going on, if one is. */
  get life(): NodeLife | undefined {
    return this.#life;
  }

  /** Begins a life. */
  main(context: ProcessContext): void {
    const life = new NodeLife(this, context, this.#around);
    this.#life = life;
    context.life.onEnd(() => {
      if (this.#life === life) this.#life = undefined;
    });
    life.begin();
  }
}

/** One life of a machine. */
export class NodeLife {
  readonly #node: SimNode;
  readonly #context: ProcessContext;
  readonly #around: NodeSurroundings;
  readonly #driver: NodeDriver;
  readonly #machine = new KeyValueMachine();
  readonly #peers: Transport<Buffer>;
  readonly #clients: Transport<ClientMessage>;
  /** Who waits for which command here, by client. */
  readonly #waiting = new Map<number, number>();
  #applied: number;
  #members: readonly PeerId[];
  #isWorking = false;
  #leadsTerm = 0;

  constructor(node: SimNode, context: ProcessContext, around: NodeSurroundings) {
    this.#node = node;
    this.#context = context;
    this.#around = around;
    const { metadata, data } = node.storage.snapshot();
    this.#machine.restore(data);
    this.#applied = metadata?.index ?? 0;
    this.#members = metadata?.confState?.nodes ?? [];
    const { random } = context;
    const config = { id: node.id, storage: node.storage, applied: this.#applied, random };
    this.#driver = around.newDriver(config);
    this.#peers = around.peers.connect(context);
    this.#clients = around.clients.connect(context);
  }

  get driver(): NodeDriver {
    return this.#driver;
  }

  get applied(): number {
    return this.#applied;
  }

  get members(): readonly PeerId[] {
    return this.#members;
  }

  /** Tells the invariants where this life begins, and lets it. */
  begin(): void {
    const { id, storage } = this.#node;
    const [first, last] = [storage.firstIndex(), storage.lastIndex()];
    const { hardState } = storage.initialState();
    this.#around.invariants.started({
      id,
      start: { index: first - 1, term: storage.term(first - 1) },
      entries: first > last ? [] : storage.entries(first, last + 1).map(logEntry),
      committed: hardState.commit,
      applied: this.#applied,
    });
    const { term, vote, commit } = hardState;
    this.#context.note(`term ${term}, vote ${vote}, commit ${commit}, log ${first} to ${last}`);
    this.#peers.onMessage((_, bytes) => this.do((node) => node.step(Message.decode(bytes))));
    this.#clients.onMessage((from, message) => this.#onClient(from, message));
    const tick = (): unknown => {
      this.#context.clock.setTimer(TICK_MS, tick);
      return this.do((node) => node.tick());
    };
    // The first one at a random moment: machines do not start at the same instant.
    this.#context.clock.setTimer(this.#context.random.below(TICK_MS * 1000) / 1000, tick);
  }

  /** Does something to the node, and then the work that comes of it. */
  do(action: (node: NodeDriver) => void): Promise<void> | undefined {
    action(this.#driver);
    this.#observe();
    return this.#isWorking ? undefined : this.#work();
  }

  #observe(): void {
    const status = this.#driver.status();
    if (status.isLeader && this.#leadsTerm !== status.term) {
      this.#context.note(`leads in term ${status.term}`);
    }
    this.#leadsTerm = status.isLeader ? status.term : 0;
    // Behind the note, so that a trace says who leads before it says that nobody should.
    this.#around.invariants.observe(status);
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let batches = 0; ; batches += 1) {
      const batch = this.#driver.nextBatch();
      if (batch === undefined) break;
      if (batches >= BATCHES_MAX) {
        throw new CheckFailure(`node ${this.#node.id} still has work after ${batches} batches`);
      }
      const isStored = this.#store(batch);
      if (isStored !== undefined && !(await isStored)) return;
      this.#deliver(batch);
      this.#observe();
    }
    this.#isWorking = false;
  }

  /** @returns whether it was stored; `undefined`: there is nothing to wait for */
  #store({ snapshot, entries, hardState }: Batch): Promise<boolean> | undefined {
    this.#tellLog(snapshot, entries);
    if (snapshot === undefined && entries.length === 0 && hardState === undefined) return undefined;
    const { storage } = this.#node;
    const apply = (): void => {
      if (snapshot !== undefined) storage.applySnapshot(snapshot);
      storage.append(entries);
      if (hardState !== undefined) storage.setHardState(hardState);
    };
    if (!this.#around.isWrittenAtOnce) return this.#write(apply);
    apply();
    return undefined;
  }

  #tellLog(snapshot: Snapshot | undefined, entries: readonly Entry[]): void {
    const { id } = this.#node;
    const { invariants } = this.#around;
    if (snapshot !== undefined) {
      const { index = 0, term = 0 } = snapshot.metadata ?? {};
      invariants.restored(id, { index, term });
    }
    invariants.appended(this.#driver.status(), entries.map(logEntry));
  }

  /** @returns whether it is durable; if it failed, this process ends, as a store does */
  async #write(apply: () => void): Promise<boolean> {
    const { life } = this.#context;
    try {
      await this.#node.device.write(life, apply);
      return true;
    } catch (error) {
      const isDisk = error instanceof Error && Reflect.get(error, "name") === "TinyKvError";
      if (!isDisk) throw error;
      this.#context.exit(1);
      return false;
    }
  }

  #deliver({ snapshot, messages, committed, advance }: Batch): void {
    for (const { to, bytes } of messages) this.#peers.send(to, bytes);
    if (snapshot !== undefined) this.#restore(snapshot);
    for (const entry of committed) this.#apply(entry);
    advance();
    this.#compact();
  }

  #restore({ data, metadata }: Snapshot): void {
    this.#around.counts.snapshotsRestored += 1;
    this.#applied = metadata?.index ?? 0;
    this.#members = metadata?.confState?.nodes ?? [];
    this.#context.note(`has the snapshot of ${this.#applied}`);
    understood("the data of a snapshot", data, () => this.#machine.restore(data));
  }

  #apply(entry: Entry): void {
    const { id } = this.#node;
    this.#around.invariants.applied(id, logEntry(entry));
    this.#around.counts.applied += 1;
    this.#applied = entry.index;
    const { index, term, data } = entry;
    this.#context.note(() => `applies (${index},${term}) ${data.toString()}`);
    if (entry.entryType === EntryType.EntryConfChange) this.#changeMembers(entry);
    else if (data.length > 0) this.#execute(data);
  }

  #execute(data: Buffer): void {
    const command = understood("the data of an entry", data, () => decodeCommand(data));
    const output = this.#machine.apply(command);
    const { client, number } = command;
    if (this.#waiting.get(client) !== number || output === undefined) return;
    this.#waiting.delete(client);
    this.#clients.send(clientName(client), { kind: "done", number, output });
  }

  #changeMembers({ data }: Entry): void {
    const change = understood("the data of a change of the members", data, () =>
      ConfChange.decode(data),
    );
    this.#members = this.#driver.applyConfChange(change);
    this.#around.counts.membersChanged += 1;
    this.#context.note(`has the members ${this.#members.join(", ")}`);
    if (change.changeType === ConfChangeType.RemoveNode) this.#around.onRemoved(change.nodeId);
  }

  /** Makes a snapshot of what was applied once the log is long, and drops the log up to there. */
  #compact(): void {
    const { compactAfter, counts } = this.#around;
    const { storage } = this.#node;
    const index = this.#applied;
    if (compactAfter === undefined || index - storage.firstIndex() + 1 < compactAfter) return;
    if (index > storage.lastIndex()) return;
    const confState = { nodes: [...this.#members] };
    storage.createSnapshot(index, confState, this.#machine.snapshot());
    storage.compact(index);
    counts.snapshotsMade += 1;
    this.#context.note(`compacts its log up to ${index}`);
  }

  #onClient(from: PeerId | string, message: ClientMessage): unknown {
    if (message.kind !== "request") return undefined;
    const { command } = message;
    return this.do((node) => {
      const isTaken = node.status().isLeader && node.propose(encodeCommand(command));
      if (isTaken) this.#waiting.set(command.client, command.number);
      else this.#refuse(from, command);
    });
  }

  #refuse(to: PeerId | string, { number }: Command): void {
    this.#clients.send(to, { kind: "not-leader", number, lead: this.#driver.lead() });
  }
}

/** The address of a client. */
export function clientName(client: number): string {
  return `c${client}`;
}

function logEntry({ index, term, entryType, data }: Entry): LogEntry {
  const kind = entryType === EntryType.EntryConfChange ? "change " : "";
  return { index, term, content: kind + data.toString("latin1") };
}

/** Reads bytes that went through a lab; that they come back changed is the lab's mistake. */
function understood<T>(what: string, data: Buffer, read: () => T): T {
  try {
    return read();
  } catch {
    throw new CheckFailure(`${what} came back changed: 0x${data.toString("hex").slice(0, 80)}`);
  }
}
