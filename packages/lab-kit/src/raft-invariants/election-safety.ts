/**
 * Election safety: at most one leader can be elected in a term (Raft paper, Figure 3, section 5.2).
 */

import type { NodeStatus } from "./observation.ts";

/** Remembers who has led in which term. */
export class ElectionSafety {
  readonly name = "election safety";
  readonly #leaders = new Map<number, number>();

  /** How many terms had a leader. */
  get elections(): number {
    return this.#leaders.size;
  }

  /** Looks at a node; returns what is wrong. */
  observe({ id, term, isLeader }: NodeStatus): string | undefined {
    if (!isLeader) return undefined;
    const leader = this.#leaders.get(term) ?? id;
    this.#leaders.set(term, leader);
    return leader === id ? undefined : `nodes ${leader} and ${id} both lead in term ${term}`;
  }
}
