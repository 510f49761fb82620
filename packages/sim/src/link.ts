/**
 * How good the way from one place to another is, one direction at a time.
 */

import type { RangeMs } from "./draws.ts";
import { nodeName } from "./node-id.ts";

/** What a network does to messages. Rates are from 0 to 1. */
export interface LinkQuality {
  /** How long a message takes. */
  readonly delayMs: RangeMs;
  /** Of messages, how many never arrive. */
  readonly loss: number;
  /** Of messages, how many arrive twice. */
  readonly duplicate: number;
  /** Of messages, how many leave the order in which they were sent, to arrive later. */
  readonly reorder: number;
}

/** A quick network without faults. */
export const GOOD_LINK: LinkQuality = { delayMs: [0.2, 2], loss: 0, duplicate: 0, reorder: 0 };

/**
 * Which links a change is about, by the names or the ids of nodes; what is left out stands for all
 * of them.
 */
export interface LinkSelector {
  readonly from?: string;
  readonly to?: string;
}

/** A change of quality with its reach. */
interface LinkRule extends LinkSelector {
  readonly change: Partial<LinkQuality>;
}

/** The quality of all links: a base, and changes on top of it, the later ones first. */
export class LinkQualities {
  readonly #base: LinkQuality;
  readonly #rules: LinkRule[] = [];
  readonly #known = new Map<string, LinkQuality>();

  constructor(base: Partial<LinkQuality>) {
    this.#base = { ...GOOD_LINK, ...base };
  }

  of(from: string, to: string): LinkQuality {
    const key = `${from}>${to}`;
    let quality = this.#known.get(key);
    if (quality === undefined) {
      quality = this.#compute(from, to);
      this.#known.set(key, quality);
    }
    return quality;
  }

  change({ from, to }: LinkSelector, change: Partial<LinkQuality>): void {
    this.#rules.push({
      ...(from === undefined ? {} : { from: nodeName(from) }),
      ...(to === undefined ? {} : { to: nodeName(to) }),
      change,
    });
    this.#known.clear();
  }

  /** Takes all changes back. */
  reset(): void {
    this.#rules.length = 0;
    this.#known.clear();
  }

  #compute(from: string, to: string): LinkQuality {
    const isAbout = (rule: LinkRule): boolean =>
      (rule.from ?? from) === from && (rule.to ?? to) === to;
    const changes = this.#rules.filter(isAbout).map(({ change }) => change);
    return Object.assign({}, this.#base, ...changes) as LinkQuality;
  }
}
