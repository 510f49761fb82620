/** The log of one node, as it was handed over for its disk: the terms of its entries. */

import type { LogEntry, LogStart } from "./observation.ts";

/** A log as the invariants know it. */
export class WatchedLog {
  readonly #start: LogStart;
  readonly #terms: number[];

  constructor(start: LogStart, entries: readonly LogEntry[]) {
    this.#start = start;
    this.#terms = entries.map(({ term }) => term);
  }

  /** The index of its last entry, or where it starts. */
  get lastIndex(): number {
    return this.#start.index + this.#terms.length;
  }

  /** The term at an index; before the start nothing is known but that a snapshot has it. */
  termAt(index: number): number | "snapshot" | undefined {
    if (index === this.#start.index) return this.#start.term;
    if (index < this.#start.index) return "snapshot";
    return this.#terms[this.#placeOf(index)];
  }

  /**
   * Puts entries at their places; what was there from the first of them on is gone. Of a place that
   * a snapshot has taken nothing more is learned, and one that was left out has no entry.
   */
  append(entries: readonly LogEntry[]): void {
    const place = this.#placeOf(entries[0]?.index ?? Infinity);
    this.#terms.length = Math.min(this.#terms.length, Math.max(0, place));
    for (const { index, term } of entries) {
      if (index > this.#start.index) this.#terms[this.#placeOf(index)] = term;
    }
  }

  #placeOf(index: number): number {
    return index - this.#start.index - 1;
  }
}
