/**
 * Leader completeness: if an entry is committed in a term, then it is present in the logs of the
 * leaders of all higher terms (Raft paper, Figure 3, section 5.4).
 *
 * Looked at whenever a leader has something for its disk for the first time in its term. The newest
 * committed entry is enough: whoever has it has all before it, by log matching.
 */

import { entryText, type LogEntry, type NodeStatus } from "./observation.ts";

/** An entry, and a term by which it was committed. */
interface Committed {
  readonly entry: LogEntry;
  readonly byTerm: number;
}

/** Remembers the newest entry that was committed. */
export class LeaderCompleteness {
  readonly name = "leader completeness";
  #newest: Committed | undefined;
  readonly #looked = new Set<string>();

  /**
   * An entry is known to be committed.
   *
   * @param term of whoever knows it. The entry's own may be older than the one in which it was
   *   committed, and a leader between the two need not have it (Figure 8).
   */
  committed(entry: LogEntry, term: number): void {
    if (entry.index <= (this.#newest?.entry.index ?? 0)) return;
    this.#newest = { entry, byTerm: Math.max(entry.term, term) };
  }

  /**
   * A node has told what is new in its log.
   *
   * @param termAt the term of the log's entry at an index; `undefined`: it has none; of what a
   *   snapshot has taken the place of: `"snapshot"`
   */
  observe(
    { id, term, isLeader }: NodeStatus,
    termAt: (index: number) => number | "snapshot" | undefined,
  ): string | undefined {
    const newest = this.#newest;
    if (!isLeader || newest === undefined || newest.byTerm >= term) return undefined;
    const reign = `${term}/${id}`;
    if (this.#looked.has(reign)) return undefined;
    this.#looked.add(reign);
    const { entry } = newest;
    const found = termAt(entry.index);
    if (found === "snapshot" || found === entry.term) return undefined;
    const instead = found === undefined ? "nothing there" : `an entry of term ${found} there`;
    const missing = `the committed entry ${entryText(entry)}`;
    return `node ${id} leads in term ${term} without ${missing}: it has ${instead}`;
  }
}
