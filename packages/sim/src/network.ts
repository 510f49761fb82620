/**
 * The network of a world: it delays, loses, doubles and reorders messages, and has cuts.
 *
 * A link keeps the order of what is sent over it, unless it reorders. A cut loses what is sent, and
 * what is on its way. A message goes to the life of a process that was there when it was sent: it
 * does not reach one that starts in between.
 */

import type { Random } from "@tinykv/runtime";
import { type Codec, cloneCodec } from "./codec.ts";
import { chance, drawUs } from "./draws.ts";
import type { Incarnation } from "./incarnation.ts";
import { LinkQualities, type LinkQuality, type LinkSelector } from "./link.ts";
import { type NodeId, nodeName } from "./node-id.ts";
import { Partitions } from "./partitions.ts";
import type { ProcessContext } from "./process.ts";
import type { MessageHandler, Transport } from "./transport.ts";
import type { World } from "./world.ts";

/** What a network is made of. */
export interface NetworkOptions<M, W> extends Partial<LinkQuality> {
  /** How messages cross the border of a process. Default: any clonable value. */
  readonly codec?: Codec<M, W>;
  /** Tells this network from others of the same world. Default `network`. */
  readonly name?: string;
}

/**
 * What has become of messages. Each is delivered or lost, and so is the second copy of one that was
 * doubled; except for what is on its way, and what was on its way to a life that ended.
 */
export interface NetworkCounts {
  readonly sent: number;
  readonly delivered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
}

/** Whoever can be sent to. */
interface Endpoint<M> {
  readonly id: NodeId;
  readonly life: Incarnation | undefined;
  handler: MessageHandler<M> | undefined;
}

/** One message on one way. */
interface Packet<W> {
  readonly from: NodeId;
  readonly link: { readonly from: string; readonly to: string };
  readonly wire: W;
}

/** A reordered message is late by up to this many times the longest delay. */
const REORDER_FACTOR = 4;

/** A network for messages of type `M`. */
export class SimNetwork<M, W = unknown> {
  readonly partitions = new Partitions();
  readonly links: LinkQualities;
  readonly #world: World;
  readonly #codec: Codec<M, W>;
  readonly #random: Random;
  readonly #endpoints = new Map<string, Endpoint<M>>();
  /** When the last message of a link arrives that keeps the order. */
  readonly #lastArrivalUs = new Map<string, number>();
  readonly #counts = { sent: 0, delivered: 0, lost: 0, duplicated: 0, reordered: 0 };

  constructor(world: World, { codec, name = "network", ...quality }: NetworkOptions<M, W> = {}) {
    this.#world = world;
    // Without a codec nothing fixes `W`, so it is what the general codec makes it.
    this.#codec = codec ?? (cloneCodec<M>() as unknown as Codec<M, W>);
    this.#random = world.random(name);
    this.links = new LinkQualities(quality);
  }

  /** What has become of messages so far. */
  get counts(): NetworkCounts {
    return { ...this.#counts };
  }

  /** Connects one life of a process, until it ends. */
  connect({ id, life }: Pick<ProcessContext, "id" | "life">): Transport<M> {
    return this.#attach({ id, life, handler: undefined });
  }

  /** Connects somebody who never crashes: a client, a test. */
  connectOutsider(id: NodeId): Transport<M> {
    return this.#attach({ id, life: undefined, handler: undefined });
  }

  /** Changes the quality of some links, or of all of them. */
  changeLinks(selector: LinkSelector, change: Partial<LinkQuality>): void {
    this.links.change(selector, change);
  }

  #attach(endpoint: Endpoint<M>): Transport<M> {
    const name = nodeName(endpoint.id);
    this.#endpoints.set(name, endpoint);
    endpoint.life?.onEnd(() => {
      if (this.#endpoints.get(name) === endpoint) this.#endpoints.delete(name);
    });
    return {
      send: (to, message) => {
        if (endpoint.life?.isAlive !== false) this.#send(endpoint.id, to, message);
      },
      onMessage: (handler) => {
        endpoint.handler = handler;
      },
    };
  }

  #send(from: NodeId, to: NodeId, message: M): void {
    this.#world.assertInside("send");
    this.#counts.sent += 1;
    const link = { from: nodeName(from), to: nodeName(to) };
    const packet: Packet<W> = { from, link, wire: this.#codec.encode(message) };
    const quality = this.links.of(link.from, link.to);
    // All are drawn for each message, so that a cut or a crash does not shift those that follow.
    const isLost = chance(this.#random, quality.loss);
    const isDouble = chance(this.#random, quality.duplicate);
    this.#transmit(packet, { quality, isLost });
    if (!isDouble) return;
    this.#counts.duplicated += 1;
    this.#transmit(packet, { quality, isLost: false });
  }

  #transmit(
    packet: Packet<W>,
    { quality, isLost }: { quality: LinkQuality; isLost: boolean },
  ): void {
    const delayUs = this.#drawDelayUs(packet, quality);
    if (isLost) {
      this.#lose(packet, "chance");
      return;
    }
    const target = this.#endpoints.get(packet.link.to);
    if (target === undefined) {
      this.#lose(packet, "nobody there");
      return;
    }
    if (this.partitions.isCut(packet.link.from, packet.link.to)) {
      this.#lose(packet, "cut");
      return;
    }
    this.#world.schedule(delayUs, {
      kind: "deliver",
      node: packet.link.to,
      detail: () => `${this.#describe(packet)} +${(delayUs / 1000).toFixed(3)} ms`,
      ...(target.life === undefined ? {} : { owner: target.life }),
      run: () => this.#deliver(packet, target),
    });
  }

  #drawDelayUs({ link }: Packet<W>, { delayMs, reorder }: LinkQuality): number {
    const nowUs = this.#world.nowUs;
    const delayUs = drawUs(this.#random, delayMs);
    if (chance(this.#random, reorder)) {
      this.#counts.reordered += 1;
      return delayUs + drawUs(this.#random, [0, delayMs[1] * REORDER_FACTOR]);
    }
    const key = `${link.from}>${link.to}`;
    const atUs = Math.max(nowUs + delayUs, this.#lastArrivalUs.get(key) ?? 0);
    this.#lastArrivalUs.set(key, atUs);
    return atUs - nowUs;
  }

  #deliver(packet: Packet<W>, target: Endpoint<M>): unknown {
    if (this.partitions.isCut(packet.link.from, packet.link.to)) {
      this.#lose(packet, "cut on its way");
      return undefined;
    }
    this.#counts.delivered += 1;
    return target.handler?.(packet.from, this.#codec.decode(packet.wire));
  }

  #lose(packet: Packet<W>, why: string): void {
    this.#counts.lost += 1;
    const detail = (): string => `${this.#describe(packet)} (${why})`;
    this.#world.note("lose", packet.link.to, detail);
  }

  #describe({ link, wire }: Packet<W>): string {
    return `${link.from} > ${link.to} ${this.#codec.describe(wire)}`;
  }
}
