/**
 * The events that are still to come, ordered by (time, sequence): a binary heap.
 *
 * The sequence is the order in which events were put in. It decides between events of the same
 * time, so that the order of a run never depends on how a heap happens to be arranged.
 */

/** What the order of events depends on. */
export interface Timed {
  readonly atUs: number;
  readonly sequence: number;
}

function isBefore(one: Timed, other: Timed): boolean {
  return one.atUs === other.atUs ? one.sequence < other.sequence : one.atUs < other.atUs;
}

/** A queue from which the earliest event comes first. */
export class EventQueue<E extends Timed> {
  readonly #heap: E[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(event: E): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(event);
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = heap[parentPlace];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[place] = parent;
      place = parentPlace;
    }
    heap[place] = event;
  }

  /** The earliest event, which stays in. */
  peek(): E | undefined {
    return this.#heap[0];
  }

  /** Takes the earliest event out. */
  pop(): E | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  /** Puts `event` in the place of the root, and lets it sink to where it belongs. */
  #sink(event: E): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      if (left === undefined) break;
      const right = heap[2 * place + 2];
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, event)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = event;
  }
}
