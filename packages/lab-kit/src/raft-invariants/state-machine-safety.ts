/**
 * State machine safety: if a node has applied an entry at an index, no other node will ever apply a
 * different entry for the same index (Raft paper, Figure 3, section 5.4.3).
 */

import { entryText, type LogEntry } from "./observation.ts";

/** Remembers what was applied at each index. */
export class StateMachineSafety {
  readonly name = "state machine safety";
  readonly #applied = new Map<number, { readonly entry: LogEntry; readonly node: number }>();

  /** A node applies an entry; returns what is wrong. */
  applied(node: number, entry: LogEntry): string | undefined {
    const known = this.#applied.get(entry.index);
    if (known === undefined) {
      this.#applied.set(entry.index, { entry, node });
      return undefined;
    }
    const { term, content } = known.entry;
    if (term === entry.term && content === entry.content) return undefined;
    const theirs = `node ${known.node} applied ${entryText(known.entry)}`;
    return `node ${node} applied ${entryText(entry)} where ${theirs}`;
  }
}
