/**
 * Who cannot reach whom: groups that are apart from each other, and single directions that are cut.
 */

/** The cuts in a network. */
export class Partitions {
  readonly #groupOf = new Map<string, number>();
  readonly #cuts = new Set<string>();

  /**
   * Sets groups apart from each other; this takes the place of the groups before. Whoever is in
   * none reaches everybody.
   */
  split(groups: readonly (readonly string[])[]): void {
    this.#groupOf.clear();
    groups.forEach((group, number) => {
      for (const node of group) this.#groupOf.set(node, number);
    });
  }

  /** Cuts one direction. */
  cut(from: string, to: string): void {
    this.#cuts.add(`${from}>${to}`);
  }

  /** Mends everything. */
  heal(): void {
    this.#groupOf.clear();
    this.#cuts.clear();
  }

  isCut(from: string, to: string): boolean {
    if (this.#cuts.size > 0 && this.#cuts.has(`${from}>${to}`)) return true;
    if (this.#groupOf.size === 0) return false;
    const one = this.#groupOf.get(from);
    const other = this.#groupOf.get(to);
    return one !== undefined && other !== undefined && one !== other;
  }
}
