/**
 * Leader append-only: a leader never overwrites or deletes entries in its log; it only appends new
 * entries (Raft paper, Figure 3, section 5.3).
 */

import type { LogEntry, NodeStatus } from "./observation.ts";

/** Since when a node leads, and up to where its log went. */
interface Reign {
  readonly term: number;
  lastIndex: number;
}

/** Remembers the logs of leaders by their ends. */
export class LeaderAppendOnly {
  readonly name = "leader append-only";
  readonly #reigns = new Map<number, Reign>();

  /** A node begins a life: it leads nobody. */
  started(id: number): void {
    this.#reigns.delete(id);
  }

  /**
   * A node has new entries for its disk; `lastIndex` is where its log ended before. Returns what is
   * wrong.
   */
  appended(
    { id, term, isLeader }: NodeStatus,
    entries: readonly LogEntry[],
    lastIndex: number,
  ): string | undefined {
    const reign = this.#reigns.get(id);
    if (!isLeader) {
      this.#reigns.delete(id);
      return undefined;
    }
    const [first] = entries;
    const end = entries.at(-1)?.index ?? lastIndex;
    // What a node received just before it won may only reach its disk now.
    if (reign?.term !== term) {
      this.#reigns.set(id, { term, lastIndex: end });
      return undefined;
    }
    const before = reign.lastIndex;
    reign.lastIndex = Math.max(before, end);
    if (first === undefined || first.index > before) return undefined;
    const leader = `node ${id}, leader of term ${term}`;
    return `${leader}, has written its entry ${first.index} again; its log went to ${before}`;
  }
}
