/**
 * Who cannot reach whom: groups that are apart from each other, and single directions that are cut.
 */

import { type NodeId, nodeName } from "./node-id.ts";

/** The cuts in a network. */
export class Partitions {
  readonly #groupOf = new Map<string, number>();
  readonly #cuts = new Set<string>();

  /**
   * Sets groups apart from each other; this takes the place of the groups before. Whoever is in
   * none reaches everybody.
   */
  split(groups: readonly (readonly NodeId[])[]): void {
    this.#groupOf.clear();
    groups.forEach((group, number) => {
      for (const id of group) this.#groupOf.set(nodeName(id), number);
    });
  }

  /** Cuts one direction. */
  cut(from: NodeId, to: NodeId): void {
    this.#cuts.add(`${nodeName(from)}>${nodeName(to)}`);
  }

  /** Mends everything. */
  heal(): void {
    this.#groupOf.clear();
    this.#cuts.clear();
  }

  isCut(from: NodeId, to: NodeId): boolean {
    if (this.#cuts.size === 0 && this.#groupOf.size === 0) return false;
    const [fromName, toName] = [nodeName(from), nodeName(to)];
    if (this.#cuts.has(`${fromName}>${toName}`)) return true;
    const one = this.#groupOf.get(fromName);
    const other = this.#groupOf.get(toName);
    return one !== undefined && other !== undefined && one !== other;
  }
}
