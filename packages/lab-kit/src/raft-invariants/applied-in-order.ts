/**
 * Applied in order: a node applies entries one after the other, in the order of the log, without
 * leaving one out and without applying one twice. A snapshot takes the place of all up to its
 * index. A node that starts again begins where its state machine was.
 */

import { entryText, type LogEntry, type LogStart } from "./observation.ts";

/** Remembers how far each node is. */
export class AppliedInOrder {
  readonly name = "applied in order";
  readonly #applied = new Map<number, number>();

  /** A node begins a life, with everything up to `index` applied. */
  started(id: number, index: number): void {
    this.#applied.set(id, index);
  }

  /** A snapshot becomes the state of a node; returns what is wrong. */
  restored(id: number, { index }: LogStart): string | undefined {
    const before = this.#applied.get(id) ?? 0;
    this.#applied.set(id, index);
    if (index >= before) return undefined;
    return `node ${id} had applied up to ${before}, and was given a snapshot of ${index}`;
  }

  /** A node applies an entry; returns what is wrong. */
  applied(id: number, entry: LogEntry): string | undefined {
    const due = (this.#applied.get(id) ?? 0) + 1;
    this.#applied.set(id, entry.index);
    if (entry.index === due) return undefined;
    return `node ${id} applied ${entryText(entry)} when entry ${due} was next`;
  }
}
