/**
 * A network between nodes: messages arrive in the order in which they were sent, unless a scenario
 * cuts a link or ignores a kind of message. No memory is shared: every message is copied.
 */

import type { LabContext } from "@tinykv/lab-kit";
import { Entry, Message, MessageType, type PeerId } from "@tinykv/proto";
import { messageText, typeName } from "./message-text.ts";
import { codeOf, type NodeOptions, TestNode } from "./test-node.ts";

/** More messages than this, from one send, are a storm. */
const DELIVERIES_MAX = 5000;
/** So many of a storm's messages are shown. */
const SHOWN_OF_STORM = 4;

/** Takes everything and never answers. */
export const blackHole = "black hole";

export type Place = TestNode | typeof blackHole;

export class Network {
  readonly #t: LabContext;
  readonly #nodes = new Map<PeerId, TestNode>();
  readonly #cut = new Set<string>();
  readonly #ignored = new Set<MessageType>();
  /** Sees each message that is delivered. */
  onDelivery: (message: Message) => void = () => undefined;

  /** @param places in the order of their ids, which are 1, 2, 3, … */
  constructor(t: LabContext, places: readonly Place[]) {
    this.#t = t;
    for (const [at, place] of places.entries()) {
      if (place !== blackHole) this.#nodes.set(at + 1, place);
    }
  }

  /** A network of fresh nodes that know each other; `x` is a node, `.` a black hole. */
  static of(t: LabContext, shape: string, options: NodeOptions = {}): Network {
    const peers = Array.from(shape, (_, at) => at + 1);
    const places = Array.from(shape, (one, at) =>
      one === "x" ? new TestNode(t, { ...options, id: at + 1, peers }) : blackHole,
    );
    return new Network(t, places);
  }

  node(id: PeerId): TestNode {
    const node = this.#nodes.get(id);
    if (node === undefined) return this.#t.fail(`there is no node ${id}`);
    return node;
  }

  get nodes(): TestNode[] {
    return [...this.#nodes.values()];
  }

  /** Sends messages, and delivers what comes of them until nothing is left. */
  send(...messages: (Partial<Message> & Pick<Message, "msgType" | "to">)[]): this {
    const first = messages.map((fields) => Message.fromPartial(fields));
    const title = first.map(messageText).join(" and ");
    this.#t.stepNow(`send ${title}, and deliver until it is quiet`, () => this.#deliver(first));
    return this;
  }

  hup(id: PeerId): this {
    return this.send({ msgType: MessageType.MsgHup, from: id, to: id });
  }

  beat(id: PeerId): this {
    return this.send({ msgType: MessageType.MsgBeat, from: id, to: id });
  }

  propose(id: PeerId, data = ""): this {
    const entries = [Entry.fromPartial({ data: Buffer.from(data) })];
    return this.send({ msgType: MessageType.MsgPropose, from: id, to: id, entries });
  }

  /** Asks a node for leadership to go to `target`. */
  transfer(target: PeerId, to: PeerId): this {
    return this.send({ msgType: MessageType.MsgTransferLeader, from: target, to });
  }

  /** Nothing gets through between these two, either way. */
  cut(a: PeerId, b: PeerId): this {
    this.#t.stepNow(`cut the link ${a}–${b}`, () => {
      this.#cut.add(linkOf(a, b));
    });
    return this;
  }

  isolate(id: PeerId): this {
    this.#t.stepNow(`isolate node ${id}`, () => {
      for (const other of this.#nodes.keys()) if (other !== id) this.#cut.add(linkOf(id, other));
    });
    return this;
  }

  ignore(type: MessageType): this {
    this.#t.stepNow(`lose every ${typeName(type)}`, () => {
      this.#ignored.add(type);
    });
    return this;
  }

  recover(): this {
    this.#t.stepNow("mend the network", () => {
      this.#cut.clear();
      this.#ignored.clear();
    });
    return this;
  }

  #deliver(first: readonly Message[]): void {
    const queue = [...first];
    for (let at = 0; at < queue.length; at += 1) {
      if (at >= DELIVERIES_MAX) this.#failStorm(queue);
      const message = queue[at];
      const node = message === undefined ? undefined : this.#nodes.get(message.to);
      if (message === undefined || node === undefined) continue;
      this.onDelivery(message);
      this.#stepIgnoringDrops(node, message);
      queue.push(...node.take().filter((sent) => this.#gets(sent)));
    }
  }

  #stepIgnoringDrops(node: TestNode, message: Message): void {
    try {
      node.raft.step(message);
    } catch (error) {
      if (codeOf(error) !== "raft/proposal-dropped") throw error;
    }
  }

  #gets(message: Message): boolean {
    if (message.msgType === MessageType.MsgHup) {
      this.#t.fail("a MsgHup left a node: it is local, and never sent");
    }
    if (this.#ignored.has(message.msgType)) return false;
    return !this.#cut.has(linkOf(message.from, message.to));
  }

  #failStorm(queue: readonly Message[]): never {
    const last = queue.slice(-SHOWN_OF_STORM).map(messageText).join("; ");
    return this.#t.fail(
      `a message storm: ${DELIVERIES_MAX} messages and no end; the last: ${last}`,
    );
  }
}

function linkOf(a: PeerId, b: PeerId): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}
