/** A `RawNode` under test, with the storage of a caller that does its duties. */

import { type LabContext, plainList } from "@tinykv/lab-kit";
import {
  ConfChange,
  type Entry,
  EntryType,
  HardState,
  Message,
  type PeerId,
  Snapshot,
} from "@tinykv/proto";
import type { RawNode, Ready } from "../src/index.ts";
import type { MemoryStorage } from "../src/memory-storage.ts";
import { stateName } from "../src/state-type.ts";
import { entriesText, messageText } from "./message-text.ts";
import { lab, newStorage } from "./raft-lab.ts";
import { codeOf, log, plainEntries, written } from "./test-node.ts";

/** What a Ready should hold, as failures write it. What is left out should be empty. */
export interface ExpectedReady {
  /** `lead 1, leader`. */
  readonly soft?: string;
  /** `term 1, vote 0, commit 1`. */
  readonly hard?: string;
  readonly entries?: string;
  readonly committed?: string;
  readonly snapshot?: number;
  readonly messages?: readonly string[];
}

/** A Ready with everything made plain. */
export interface PlainReady {
  /** The lab's own, for `advance`. */
  readonly original: Ready;
  readonly entries: Entry[];
  readonly committed: Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly hard: HardState | undefined;
  readonly soft: string | undefined;
  readonly lead: unknown;
  readonly messages: Message[];
}

export class RawTestNode {
  readonly t: LabContext;
  readonly storage: MemoryStorage;
  readonly id: PeerId;
  readonly rawNode: RawNode;

  constructor(
    t: LabContext,
    options: { id?: PeerId; peers?: readonly PeerId[]; storage?: MemoryStorage } = {},
  ) {
    const { id = 1, peers = [], storage = newStorage() } = options;
    this.t = t;
    this.id = id;
    this.storage = storage;
    const random = t.random.fork(`node ${id}`);
    const config = { id, peers, storage, electionTick: 10, heartbeatTick: 1, random };
    this.rawNode = t.stepNow(`make RawNode ${id} of {${peers.join(",")}}`, () =>
      lab.newRawNode(config),
    );
  }

  do<T>(what: string, action: (rawNode: RawNode) => T): T {
    return this.t.stepNow(`node ${this.id}: ${what}`, () => action(this.rawNode));
  }

  campaign(): this {
    this.do("campaign()", (rawNode) => rawNode.campaign());
    return this;
  }

  propose(data: string): this {
    this.do(`propose("${data}")`, (rawNode) => rawNode.propose(Buffer.from(data)));
    return this;
  }

  step(fields: Partial<Message> & Pick<Message, "msgType">): this {
    const message = Message.fromPartial({ to: this.id, ...fields });
    this.do(`← ${messageText(message)}`, (rawNode) => rawNode.step(message));
    return this;
  }

  /** A call that must throw an error with this code; `undefined`: that must not throw. */
  expectStep(fields: Partial<Message> & Pick<Message, "msgType">, code: string | undefined): this {
    const message = Message.fromPartial({ to: this.id, ...fields });
    this.do(`← ${messageText(message)}: ${code ?? "taken"}`, (rawNode) => {
      let got: unknown;
      try {
        rawNode.step(message);
      } catch (error) {
        got = codeOf(error);
      }
      this.t.expectEqual(got, code, "error code");
    });
    return this;
  }

  /** Takes a Ready, whatever is in it. */
  ready(): PlainReady {
    return this.do("ready()", (rawNode) => this.#plain(rawNode.ready()));
  }

  /** Takes a Ready, which must hold exactly this. */
  expectReady(expected: ExpectedReady): PlainReady {
    return this.do("ready()", (rawNode) => {
      const got = this.#plain(rawNode.ready());
      const { t } = this;
      t.expectEqual(got.soft, expected.soft, "soft state");
      t.expectEqual(hardText(got.hard), expected.hard, "hard state");
      const text = (entries: string | undefined): string =>
        entriesText(written(log(entries ?? "")));
      t.expectEqual(entriesText(got.entries), text(expected.entries), "entries");
      t.expectEqual(entriesText(got.committed), text(expected.committed), "committed entries");
      t.expectEqual(got.snapshot?.metadata?.index, expected.snapshot, "snapshot's index");
      const messages = got.messages.map(messageText).sort().join("; ");
      t.expectEqual(messages, [...(expected.messages ?? [])].sort().join("; "), "messages");
      return got;
    });
  }

  expectHasReady(wanted: boolean): this {
    this.do(`hasReady() is ${wanted}`, (rawNode) => {
      this.t.expectEqual(rawNode.hasReady(), wanted, "hasReady()");
    });
    return this;
  }

  /** Stores what a Ready says. */
  store({ snapshot, entries, hard }: PlainReady): this {
    this.t.stepNow(`node ${this.id}: what is in it is stored`, () => {
      if (snapshot !== undefined) this.storage.applySnapshot(snapshot);
      this.storage.append(entries);
      if (hard !== undefined) this.storage.setHardState(hard);
    });
    return this;
  }

  /** Applies the configuration changes of a Ready. */
  applyChanges({ committed }: PlainReady): this {
    for (const { entryType, data } of committed) {
      if (entryType !== EntryType.EntryConfChange) continue;
      const change = ConfChange.decode(data);
      this.do(`applyConfChange(type ${change.changeType}, node ${change.nodeId})`, (rawNode) =>
        rawNode.applyConfChange(change),
      );
    }
    return this;
  }

  advance({ original }: PlainReady): this {
    this.do("advance(rd)", (rawNode) => rawNode.advance(original));
    return this;
  }

  /** Takes a Ready and does everything that a caller does with it. */
  handleReady(): PlainReady {
    const ready = this.ready();
    this.store(ready).applyChanges(ready).advance(ready);
    return ready;
  }

  #plain(original: Ready): PlainReady {
    const { t } = this;
    const { softState, hardState, snapshot, messages } = original;
    return {
      original,
      entries: plainEntries(t, original.entries),
      committed: plainEntries(t, original.committedEntries),
      snapshot: snapshot === undefined ? undefined : t.wire(Snapshot, snapshot, "the snapshot"),
      hard: hardState === undefined ? undefined : t.wire(HardState, hardState, "the hard state"),
      lead: softState?.lead,
      soft:
        softState === undefined
          ? undefined
          : `lead ${softState.lead}, ${stateName(softState.raftState)}`,
      messages: plainList(messages, "messages").map((one) => t.wire(Message, one, "a message")),
    };
  }
}

function hardText(hard: HardState | undefined): string | undefined {
  if (hard === undefined) return undefined;
  return `term ${hard.term}, vote ${hard.vote}, commit ${hard.commit}`;
}
