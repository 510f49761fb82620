/**
 * Who waits for what. Nothing depends on it but the words of a deadlock: a promise that never
 * settles does not say whose it is, so whoever makes one says so here.
 */

/** Somebody waits. */
export interface Wait {
  readonly owner: string;
  /** Completes the sentence "waits for …". */
  readonly reason: string;
  readonly sinceMs: number;
}

/** The waits that have not ended. */
export class WaitList {
  readonly #waits = new Set<Wait>();

  /** Notes a wait, and returns how to end it. */
  begin(wait: Wait): () => void {
    this.#waits.add(wait);
    return () => {
      this.#waits.delete(wait);
    };
  }

  get size(): number {
    return this.#waits.size;
  }

  /** All of them, oldest first. */
  list(): Wait[] {
    return [...this.#waits];
  }
}
