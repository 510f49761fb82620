/** Tests of the order of events: that of a list which is sorted anew each time. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { EventQueue, type Timed } from "./event-queue.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = { numRuns: 300, ...(seed === undefined ? {} : { seed: Number(seed) }) };

/** What a queue is to be: as slow as it is clear. */
class SortedList {
  #items: Timed[] = [];

  push(item: Timed): void {
    this.#items.push(item);
    this.#items.sort((one, other) => one.atUs - other.atUs || one.sequence - other.sequence);
  }

  peek(): Timed | undefined {
    return this.#items[0];
  }

  pop(): Timed | undefined {
    return this.#items.shift();
  }

  get size(): number {
    return this.#items.length;
  }
}

function drain<E extends Timed>(queue: EventQueue<E>): E[] {
  const all: E[] = [];
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) all.push(event);
  return all;
}

describe("EventQueue", () => {
  test("is empty at first, and has nothing to give", () => {
    const queue = new EventQueue();
    expect([queue.size, queue.peek(), queue.pop()]).toEqual([0, undefined, undefined]);
    expect(queue.size).toBe(0);
  });

  test("gives the very objects that were put in", () => {
    const queue = new EventQueue();
    const event = { atUs: 5, sequence: 1 };
    queue.push(event);
    expect(queue.peek()).toBe(event);
    expect(queue.size).toBe(1);
    expect(queue.pop()).toBe(event);
    expect(queue.size).toBe(0);
  });

  test("gives events of one time in the order in which they were put in", () => {
    const queue = new EventQueue();
    for (let sequence = 1; sequence <= 500; sequence += 1) queue.push({ atUs: 7, sequence });
    const sequences = drain(queue).map((event) => event.sequence);
    expect(sequences).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
  });

  test("gives whatever was put in as if it had been sorted", () => {
    const times = fc.array(fc.nat({ max: 50 }), { maxLength: 200 });
    const property = fc.property(times, (list) => {
      const queue = new EventQueue();
      const events = list.map((atUs, sequence) => ({ atUs, sequence }));
      for (const event of events) queue.push(event);
      expect(queue.size).toBe(events.length);
      const sorted = events.toSorted((a, b) => a.atUs - b.atUs || a.sequence - b.sequence);
      expect(drain(queue)).toEqual(sorted);
    });
    fc.assert(property, parameters);
  });

  test("agrees with a sorted list at every point of pushes and pops in any order", () => {
    // A number is pushed as a time; nothing is a pop.
    const steps = fc.array(fc.option(fc.nat({ max: 20 }), { nil: undefined }), { maxLength: 300 });
    const property = fc.property(steps, (list) => {
      const [queue, model] = [new EventQueue(), new SortedList()];
      list.forEach((atUs, sequence) => {
        if (atUs === undefined) {
          expect(queue.pop()).toBe(model.pop());
        } else {
          const event = { atUs, sequence };
          queue.push(event);
          model.push(event);
        }
        expect(queue.peek()).toBe(model.peek());
        expect(queue.size).toBe(model.size);
      });
    });
    fc.assert(property, parameters);
  });
});
