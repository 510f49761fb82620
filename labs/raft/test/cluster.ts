/**
 * Machines with a network between them: what is sent waits until a story delivers it, in the order
 * in which it was sent. No memory is shared.
 *
 * After each delivery the two promises are looked at that no story may break: one leader in a term,
 * and the same commands in the same order everywhere.
 */

import type { Message, PeerId } from "@tinykv/proto";
import { StateType } from "../src/state-type.ts";
import { type ClusterNode, StoryError } from "./cluster-node.ts";
import { messageText } from "./message-text.ts";

/** More messages than this, from one delivery, are a storm. */
const DELIVERIES_MAX = 2000;
/** So many of a storm's messages are shown. */
const SHOWN_OF_STORM = 4;
/** What a node may answer to a call without being wrong. */
const REFUSALS: readonly unknown[] = ["raft/proposal-dropped", "raft/step-peer-not-found"];

export class Cluster {
  readonly #nodes = new Map<PeerId, ClusterNode>();
  readonly #cut = new Set<string>();
  /** Who has led in which term. */
  readonly #leaders = new Map<number, PeerId>();
  #mail: Message[] = [];

  add(node: ClusterNode): void {
    this.#nodes.set(node.id, node);
  }

  /** In the order of their ids. */
  get nodes(): ClusterNode[] {
    return [...this.#nodes.values()].sort((a, b) => a.id - b.id);
  }

  get ids(): PeerId[] {
    return this.nodes.map(({ id }) => id);
  }

  node(id: PeerId): ClusterNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new StoryError(`there is no node ${id}`);
    return node;
  }

  /**
   * Does something to a node, and then the work that comes of it.
   *
   * @returns whether the node took it; `false`: it refused, as it may
   */
  act(id: PeerId, action: (node: ClusterNode) => void): boolean {
    const node = this.node(id);
    const isTaken = takes(() => action(node));
    if (node.isRunning) this.#mail.push(...node.work());
    this.#check(node);
    return isTaken;
  }

  /** Delivers everything, and what comes of it, until nothing is left. */
  deliver(): void {
    const last: Message[] = [];
    for (let count = 0; ; count += 1) {
      const message = this.#mail.shift();
      if (message === undefined) return;
      last.push(message);
      if (count >= DELIVERIES_MAX) throw storm(last.slice(-SHOWN_OF_STORM));
      this.#deliverOne(message);
    }
  }

  /** Delivers what is on its way from one node to another now, and nothing else. */
  deliverFrom(from: PeerId, to: PeerId): void {
    const isMeant = (message: Message): boolean => message.from === from && message.to === to;
    const meant = this.#mail.filter(isMeant);
    this.#mail = this.#mail.filter((message) => !isMeant(message));
    for (const message of meant) this.#deliverOne(message);
  }

  #deliverOne(message: Message): void {
    const { from, to } = message;
    if (this.#cut.has(linkOf(from, to)) || this.#nodes.get(to)?.isRunning !== true) return;
    this.act(to, ({ rawNode }) => rawNode.step(message));
  }

  /** Nothing gets through between these two; what is on its way is lost. */
  cut(a: PeerId, b: PeerId): void {
    this.#cut.add(linkOf(a, b));
    this.#mail = this.#mail.filter(({ from, to }) => linkOf(from, to) !== linkOf(a, b));
  }

  heal(): void {
    this.#cut.clear();
  }

  /** A machine goes down, with what is on its way from it and to it. */
  stop(id: PeerId): void {
    this.node(id).stop();
    this.#mail = this.#mail.filter(({ from, to }) => from !== id && to !== id);
  }

  #check(node: ClusterNode): void {
    if (!node.isRunning) return;
    const { state, term } = node.rawNode.raft;
    if (state === StateType.Leader) {
      const other = this.#leaders.get(term) ?? node.id;
      if (other !== node.id) {
        throw new StoryError(`election safety: ${other} and ${node.id} lead in term ${term}`);
      }
      this.#leaders.set(term, node.id);
    }
    for (const other of this.nodes) {
      const common = Math.min(node.commands.length, other.commands.length);
      const [ours, theirs] = [node, other].map(({ commands }) => commands.slice(0, common).join());
      if (ours !== theirs) {
        const what = `${node.id} applied ${ours}, and ${other.id} applied ${theirs}`;
        throw new StoryError(`state machine safety: ${what}`);
      }
    }
  }
}

function takes(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    const isRefusal = error instanceof Error && REFUSALS.includes(Reflect.get(error, "code"));
    if (!isRefusal) throw error;
    return false;
  }
}

function storm(last: readonly Message[]): StoryError {
  const shown = last.map(messageText).join("; ");
  return new StoryError(`a message storm: ${DELIVERIES_MAX} and no end; the last: ${shown}`);
}

function linkOf(a: PeerId, b: PeerId): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}
