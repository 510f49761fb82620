/**
 * Leader completeness: if an entry is committed in a term, then it is present in the logs of the
 * leaders of all higher terms (Raft paper, Figure 3, section 5.4).
 *
 * Looked at whenever a leader has something for its disk for the first time in its term. The newest
 * committed entry is enough: whoever has it has all before it, by log matching.
 */

import { entryText, type LogEntry, type NodeStatus } from "./observation.ts";

/** Remembers the newest entry that was committed. */
export class LeaderCompleteness {
  readonly name = "leader completeness";
  #newest: LogEntry | undefined;
  readonly #looked = new Set<string>();

  /** An entry is known to be committed. */
  committed(entry: LogEntry): void {
    if (entry.index > (this.#newest?.index ?? 0)) this.#newest = entry;
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
    if (!isLeader || newest === undefined || newest.term >= term) return undefined;
    const reign = `${term}/${id}`;
    if (this.#looked.has(reign)) return undefined;
    this.#looked.add(reign);
    const found = termAt(newest.index);
    if (found === "snapshot" || found === newest.term) return undefined;
    const instead = found === undefined ? "nothing there" : `an entry of term ${found} there`;
    const missing = `the committed entry ${entryText(newest)}`;
    return `node ${id} leads in term ${term} without ${missing}: it has ${instead}`;
  }
}
