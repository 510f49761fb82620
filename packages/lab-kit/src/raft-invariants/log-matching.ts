/**
 * Log matching: if two logs contain an entry with the same index and term, then the logs are
 * identical in all entries up through that one (Raft paper, Figure 3, section 5.3).
 *
 * It is enough to look at new entries: if every entry of an index and a term has the same content
 * and the same term before it wherever it is, then so has the one before it, and so on to the
 * beginning.
 */

import { entryText, type LogEntry } from "./observation.ts";

interface Known {
  readonly entry: LogEntry;
  readonly termBefore: number;
  readonly node: number;
}

/** Remembers every entry that any log ever had. */
export class LogMatching {
  readonly name = "log matching";
  /** By term, then by index. */
  readonly #known = new Map<number, Map<number, Known>>();

  /** Entries come into the log of a node, behind one of `termBefore`. Returns what is wrong. */
  appended(node: number, entries: readonly LogEntry[], termBefore: number): string | undefined {
    let before = termBefore;
    for (const entry of entries) {
      const wrong = this.#compare({ entry, termBefore: before, node });
      if (wrong !== undefined) return wrong;
      before = entry.term;
    }
    return undefined;
  }

  #compare(fresh: Known): string | undefined {
    const { index, term, content } = fresh.entry;
    let ofTerm = this.#known.get(term);
    if (ofTerm === undefined) {
      ofTerm = new Map();
      this.#known.set(term, ofTerm);
    }
    const known = ofTerm.get(index);
    if (known === undefined) {
      ofTerm.set(index, fresh);
      return undefined;
    }
    const [ours, theirs] = [fresh, known];
    if (known.entry.content !== content) {
      const [a, b] = [ours, theirs].map((one) => `node ${one.node} has ${entryText(one.entry)}`);
      return `${a}, and ${b}`;
    }
    if (known.termBefore === fresh.termBefore) return undefined;
    const shared = `nodes ${ours.node} and ${theirs.node} share ${entryText(ours.entry)}`;
    const before = `one has term ${ours.termBefore} and the other term ${theirs.termBefore}`;
    return `${shared}, but before it ${before}`;
  }
}
