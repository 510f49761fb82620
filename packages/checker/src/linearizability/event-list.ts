/**
 * The calls and returns of firm claims in one doubly linked list, in the order of time. What can
 * take effect next is whatever is called before the first return in the list. Placing an operation
 * lifts its two events out; taking it back puts them where they were, in the reverse order, so
 * every link is right again (Knuth's dancing links).
 *
 * At equal times calls come before returns: such operations count as concurrent.
 */

import type { Claim } from "./claim.ts";

/** One event of a firm claim. */
export interface ListEvent<Input, Output> {
  /** The claim's number: its place among the firm claims. */
  readonly number: number;
  readonly claim: Claim<Input, Output>;
  readonly isCall: boolean;
  next: ListEvent<Input, Output> | undefined;
  previous: ListEvent<Input, Output> | undefined;
}

/** The events that are not placed yet. */
export class EventList<Input, Output> {
  #first: ListEvent<Input, Output> | undefined;
  readonly #calls: ListEvent<Input, Output>[] = [];
  readonly #returns: ListEvent<Input, Output>[] = [];

  /** @param claims firm ones; their places in this list are their numbers */
  constructor(claims: readonly Claim<Input, Output>[]) {
    for (const [number, claim] of claims.entries()) {
      this.#calls.push({ number, claim, isCall: true, next: undefined, previous: undefined });
      this.#returns.push({ number, claim, isCall: false, next: undefined, previous: undefined });
    }
    const events = [...this.#calls, ...this.#returns];
    events.sort((a, b) => timeOf(a) - timeOf(b) || Number(b.isCall) - Number(a.isCall));
    this.#first = events[0];
    for (const [index, event] of events.entries()) {
      event.previous = events[index - 1];
      event.next = events[index + 1];
    }
  }

  /** The earliest event that is left. */
  get first(): ListEvent<Input, Output> | undefined {
    return this.#first;
  }

  /** The return before which the next operation must take effect. */
  firstReturn(): ListEvent<Input, Output> | undefined {
    let event = this.#first;
    while (event?.isCall === true) event = event.next;
    return event;
  }

  /** Takes the events of a claim out. */
  lift(number: number): void {
    this.#unlink(this.#calls[number]);
    this.#unlink(this.#returns[number]);
  }

  /** Puts back the events of the claim that was lifted last. */
  putBack(number: number): void {
    this.#link(this.#returns[number]);
    this.#link(this.#calls[number]);
  }

  #unlink(event: ListEvent<Input, Output> | undefined): void {
    if (event === undefined) return;
    if (event.previous === undefined) this.#first = event.next;
    else event.previous.next = event.next;
    if (event.next !== undefined) event.next.previous = event.previous;
  }

  #link(event: ListEvent<Input, Output> | undefined): void {
    if (event === undefined) return;
    if (event.previous === undefined) this.#first = event;
    else event.previous.next = event;
    if (event.next !== undefined) event.next.previous = event;
  }
}

function timeOf({ isCall, claim }: ListEvent<unknown, unknown>): number {
  return isCall ? claim.from : claim.until;
}
