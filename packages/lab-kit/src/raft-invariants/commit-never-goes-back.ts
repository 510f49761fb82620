/**
 * Commit never goes back: what a node knows to be committed stays so. It may forget, in a crash,
 * how much that was; then it begins again at what it had stored.
 */

import type { NodeStatus } from "./observation.ts";

/** Remembers the commit index of each node. */
export class CommitNeverGoesBack {
  readonly name = "commit never goes back";
  readonly #committed = new Map<number, number>();

  /** A node begins a life, with this much in its hard state. */
  started(id: number, storedCommit: number): void {
    this.#committed.set(id, storedCommit);
  }

  /** Looks at a node; returns what is wrong. */
  observe({ id, committed }: NodeStatus): string | undefined {
    const before = this.#committed.get(id) ?? 0;
    this.#committed.set(id, committed);
    if (committed >= before) return undefined;
    return `the commit index of node ${id} went from ${before} back to ${committed}`;
  }
}
