/**
 * One node under test. Everything that is done to it is a step, told in the words of the protocol,
 * and everything that comes out of it is made plain before it is looked at.
 */

import { type LabContext, plainList } from "@tinykv/lab-kit";
import { Entry, EntryType, Message, MessageType, type PeerId } from "@tinykv/proto";
import type { Raft, RaftConfig } from "../src/index.ts";
import type { MemoryStorage } from "../src/memory-storage.ts";
import { StateType, stateName } from "../src/state-type.ts";
import { entriesText, messageText } from "./message-text.ts";
import { lab, newStorage } from "./raft-lab.ts";

/** An entry as a scenario writes it: index, term, data. */
export type Written = readonly [index: number, term: number, data?: string];

/** A node as a scenario wants it. */
export interface NodeOptions {
  readonly id?: PeerId;
  readonly peers?: readonly PeerId[];
  /** Entries in the storage, behind a dummy of index 0. */
  readonly stored?: readonly Written[];
  readonly storage?: MemoryStorage;
  readonly electionTick?: number;
  readonly heartbeatTick?: number;
  readonly applied?: number;
  readonly random?: RaftConfig["random"];
}

/** What a test may want to know at a glance. */
export interface Expected {
  readonly state?: StateType;
  readonly term?: number;
  readonly lead?: PeerId;
  readonly vote?: PeerId;
  readonly committed?: number;
  readonly applied?: number;
  readonly stabled?: number;
  readonly lastIndex?: number;
  readonly leadTransferee?: PeerId;
}

export const { Follower, Candidate, Leader } = StateType;

/** Reads a log as it is written in failures: `(1,1)(2,1,"x")`. */
export function log(text: string): Written[] {
  const entries = [...text.matchAll(/\((\d+),(\d+)(?:,"([^"]*)")?\)/g)];
  return entries.map(([, index, term, data]) => [Number(index), Number(term), data ?? ""]);
}

/** Entries from what a scenario writes. */
export function written(entries: readonly Written[]): Entry[] {
  return entries.map(([index, term, data = ""]) =>
    Entry.fromPartial({ index, term, data: Buffer.from(data) }),
  );
}

export class TestNode {
  readonly t: LabContext;
  readonly storage: MemoryStorage;
  readonly id: PeerId;
  /** The lab's own node; nothing of it may reach a check unless it is made plain. */
  readonly raft: Raft;

  constructor(t: LabContext, options: NodeOptions = {}) {
    const { id = 1, peers = [], stored = [], electionTick = 10, heartbeatTick = 1 } = options;
    this.t = t;
    this.id = id;
    this.storage = options.storage ?? newStorage([{}, ...written(stored)]);
    const { storage } = this;
    const random = options.random ?? t.random.fork(`node ${id}`);
    const applied = options.applied ?? 0;
    const config = { id, peers, storage, electionTick, heartbeatTick, random, applied };
    const log = stored.length > 0 ? `, storage ${entriesText(written(stored))}` : "";
    this.raft = t.stepNow(`make node ${id} of {${peers.join(",")}}${log}`, () =>
      lab.newRaft(config),
    );
  }

  /** Does something to the node, as one step. */
  do<T>(what: string, action: (raft: Raft) => T): T {
    return this.t.stepNow(`node ${this.id}: ${what}`, () => action(this.raft));
  }

  becomeFollower(term: number, lead: PeerId): this {
    this.do(`becomeFollower(${term}, ${lead})`, (raft) => raft.becomeFollower(term, lead));
    return this;
  }

  becomeCandidate(): this {
    this.do("becomeCandidate()", (raft) => raft.becomeCandidate());
    return this;
  }

  /** Candidate and leader, without an election. */
  lead(): this {
    this.becomeCandidate();
    this.do("becomeLeader()", (raft) => raft.becomeLeader());
    return this;
  }

  tick(count = 1): this {
    this.do(`tick × ${count}`, (raft) => {
      for (let at = 0; at < count; at += 1) raft.tick();
    });
    return this;
  }

  /** Steps a message; fields that are not given are zero. */
  step(fields: Partial<Message> & Pick<Message, "msgType">): this {
    const message = Message.fromPartial({ to: this.id, ...fields });
    this.do(`← ${messageText(message)}`, (raft) => raft.step(message));
    return this;
  }

  hup(): this {
    return this.step({ msgType: MessageType.MsgHup, from: this.id });
  }

  beat(): this {
    return this.step({ msgType: MessageType.MsgBeat, from: this.id });
  }

  propose(data = ""): this {
    const entries = [Entry.fromPartial({ data: Buffer.from(data) })];
    return this.step({ msgType: MessageType.MsgPropose, from: this.id, entries });
  }

  proposeConfChange(data = "change"): this {
    const entryType = EntryType.EntryConfChange;
    const entries = [Entry.fromPartial({ entryType, data: Buffer.from(data) })];
    return this.step({ msgType: MessageType.MsgPropose, from: this.id, entries });
  }

  /** What the node wants to say, taken out of its queue, as it looks on the wire. */
  take(): Message[] {
    const queue: unknown = this.raft.msgs;
    this.raft.msgs = [];
    return plainList(queue, "msgs").map((message) => this.t.wire(Message, message, "a message"));
  }

  /** Forgets what the node wants to say. */
  clear(): this {
    this.do("forget its messages", () => this.take());
    return this;
  }

  /** Takes the messages out, which must be exactly these; their order does not matter. */
  expectSent(...wanted: (Partial<Message> & Pick<Message, "msgType">)[]): void {
    const texts = wanted.map((fields) =>
      messageText(Message.fromPartial({ from: this.id, ...fields })),
    );
    this.do("look at its messages", () => {
      this.expectTexts(this.take().map(messageText), texts, "messages");
    });
  }

  /** Takes the messages out, and looks at what a check wants of them. */
  sent(what: string, check: (messages: Message[]) => void): void {
    this.do(`look at its messages: ${what}`, () => check(this.take()));
  }

  expectTexts(got: readonly string[], wanted: readonly string[], what: string): void {
    const text = (lines: readonly string[]): string => [...lines].sort().join("; ") || "none";
    this.t.expectEqual(text(got), text(wanted), what);
  }

  /** Looks at the node's state. */
  expect(expected: Expected): this {
    const words = Object.entries(expected).map(([name, value]) =>
      name === "state" ? stateName(value as StateType) : `${name} ${String(value)}`,
    );
    this.do(`is ${words.join(", ")}`, (raft) => {
      const { raftLog } = raft;
      const seen: Record<keyof Expected, () => unknown> = {
        state: () => raft.state,
        term: () => raft.term,
        lead: () => raft.lead,
        vote: () => raft.vote,
        leadTransferee: () => raft.leadTransferee,
        committed: () => raftLog.committed,
        applied: () => raftLog.applied,
        stabled: () => raftLog.stabled,
        lastIndex: () => raftLog.lastIndex(),
      };
      for (const [name, value] of Object.entries(expected)) {
        const got = seen[name as keyof Expected]();
        if (name === "state") this.expectState(got, value as StateType);
        else this.t.expectEqual(got, value as number, name);
      }
    });
    return this;
  }

  expectState(got: unknown, wanted: StateType): void {
    const text = typeof got === "number" ? stateName(got as StateType) : got;
    this.t.expectEqual(text, stateName(wanted), "role");
  }

  /** All entries held, which must be these; then the commit index, if it matters. */
  expectLog(entries: readonly Written[], committed?: number): this {
    const wanted = entriesText(written(entries));
    const marks = committed === undefined ? "" : `, committed ${committed}`;
    this.do(`has the log ${wanted}${marks}`, ({ raftLog }) => {
      this.t.expectEqual(entriesText(this.plain(raftLog.allEntries())), wanted, "log");
      if (committed !== undefined) this.t.expectEqual(raftLog.committed, committed, "committed");
    });
    return this;
  }

  expectUnstable(entries: readonly Written[]): this {
    const wanted = entriesText(written(entries));
    this.do(`has the unstable entries ${wanted}`, ({ raftLog }) => {
      const got = entriesText(this.plain(raftLog.unstableEntries()));
      this.t.expectEqual(got, wanted, "unstable entries");
    });
    return this;
  }

  /** Stores and applies what there is, as a caller does; what was applied must be these. */
  expectNextEnts(entries: readonly Written[]): this {
    const wanted = entriesText(written(entries));
    this.do(`applies ${wanted}`, () => {
      this.t.expectEqual(entriesText(this.applyAll()), wanted, "entries to apply");
    });
    return this;
  }

  /** Stores what is not stored, and applies what is committed; returns what was applied. */
  applyAll(): Entry[] {
    const { raftLog } = this.raft;
    this.storage.append(this.plain(raftLog.unstableEntries()));
    raftLog.stabled = raftLog.lastIndex();
    const entries = this.plain(raftLog.nextEnts());
    raftLog.applied = raftLog.committed;
    return entries;
  }

  /** Lets all others accept the no-op of a new leader, and applies it. */
  commitNoop(): this {
    this.do("the others accept its no-op", (raft) => {
      for (const id of [...raft.prs.keys()]) if (id !== this.id) raft.sendAppend(id);
      for (const message of this.take()) {
        const isNoop = message.entries.length === 1 && message.entries[0]?.data.length === 0;
        if (message.msgType !== MessageType.MsgAppend || !isNoop) {
          this.t.fail(`expected appends with the no-op alone, but got ${messageText(message)}`);
        }
        raft.step(acceptOf(message));
      }
      this.take();
      this.applyAll();
    });
    return this;
  }

  /** The ids of the members, ascending. */
  expectMembers(...ids: PeerId[]): this {
    this.do(`has the members {${ids.join(",")}}`, ({ prs }) => {
      const got = [...prs.keys()].sort((a, b) => a - b).join(",");
      this.t.expectEqual(got, ids.join(","), "members");
    });
    return this;
  }

  /** What it believes of a member. */
  expectProgress(id: PeerId, wanted: { match?: number; next?: number }): this {
    const words = Object.entries(wanted).map(([name, value]) => `${name} ${value}`);
    this.do(`believes of ${id}: ${words.join(", ")}`, ({ prs }) => {
      const progress = prs.get(id);
      if (progress === undefined) return this.t.fail(`node ${id} is not in prs`);
      if (wanted.match !== undefined) this.t.expectEqual(progress.match, wanted.match, "match");
      if (wanted.next !== undefined) this.t.expectEqual(progress.next, wanted.next, "next");
    });
    return this;
  }

  /** A call that must throw an error with this code. */
  expectThrows(what: string, code: string, action: (raft: Raft) => unknown): this {
    this.do(`${what}: ${code}`, (raft) => {
      let got: unknown = "nothing was thrown";
      try {
        action(raft);
      } catch (error) {
        got = codeOf(error);
      }
      this.t.expectEqual(got, code, "error code");
    });
    return this;
  }

  /** A proposal that must be dropped, with the log as it was. */
  expectDropped(data = "dropped"): this {
    const before = this.raft.raftLog.lastIndex();
    const entries = [Entry.fromPartial({ data: Buffer.from(data) })];
    const message = Message.fromPartial({ msgType: MessageType.MsgPropose, to: this.id, entries });
    this.expectThrows("propose", "raft/proposal-dropped", (raft) => raft.step(message));
    return this.expect({ lastIndex: before });
  }

  /** Entries of the lab, as they look on the wire. */
  plain(entries: unknown): Entry[] {
    return plainEntries(this.t, entries);
  }
}

/** Entries of the lab, as they look on the wire. */
export function plainEntries(t: LabContext, entries: unknown): Entry[] {
  return plainList(entries, "entries").map((entry) => t.wire(Entry, entry, "an entry"));
}

/** The code of something thrown. */
export function codeOf(error: unknown): unknown {
  const code: unknown = typeof error === "object" && error !== null && Reflect.get(error, "code");
  return typeof code === "string" ? code : String(error);
}

/** What a follower answers that had nothing against an append. */
export function acceptOf(message: Message): Message {
  return Message.fromPartial({
    msgType: MessageType.MsgAppendResponse,
    from: message.to,
    to: message.from,
    term: message.term,
    index: message.index + message.entries.length,
  });
}
