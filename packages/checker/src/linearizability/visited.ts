/**
 * The places where a search has been: which firm operations are placed, in which state, and with
 * which loose ones used up. From the same place the search need not go on twice (Lowe).
 *
 * A loose operation binds nobody: it may be used later, or never. So a place with fewer of them
 * used up can do all that one with more of them can, and only the smallest sets are kept. Without
 * this, every timeout of a client would double the search.
 */

/** Loose operations, one bit each. */
export type LooseSet = bigint;

/** Remembers places, keyed by text. */
export class Visited {
  readonly #stateNumbers = new Map<string, number>();
  readonly #places = new Map<string, readonly LooseSet[]>();

  /**
   * Remembers a place.
   *
   * @returns false if the search was there already, or at a place that can do as much
   */
  add(placed: string, state: string, used: LooseSet): boolean {
    const place = `${placed}/${this.#stateNumber(state)}`;
    const known = this.#places.get(place);
    if (known === undefined) {
      this.#places.set(place, [used]);
      return true;
    }
    if (known.some((other) => isSubset(other, used))) return false;
    this.#places.set(place, [...known.filter((other) => !isSubset(used, other)), used]);
    return true;
  }

  /** Texts of states can be long, and few states are met often: each text is kept once. */
  #stateNumber(state: string): number {
    const known = this.#stateNumbers.get(state);
    if (known !== undefined) return known;
    const number = this.#stateNumbers.size;
    this.#stateNumbers.set(state, number);
    return number;
  }
}

function isSubset(inner: LooseSet, outer: LooseSet): boolean {
  return (inner & ~outer) === 0n;
}
