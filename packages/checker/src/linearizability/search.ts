/**
 * Looks for one order of the operations that explains every answer: Wing and Gong's search with
 * Lowe's memory of visited places.
 *
 * The search places operations one after the other. Next may be any that no other open one
 * precedes, and whose answer the model can give. When nothing fits it goes back to the last choice.
 * Two things keep it short: it is never twice at a place that can do no more (`visited.ts`), and an
 * operation that only looks and fits is placed at once, without another choice: whatever works with
 * it later works with it now.
 *
 * Sources: Wing and Gong, "Testing and Verifying Concurrent Objects" (1993), §4; Lowe, "Testing
 * for Linearizability" (2017), §4.
 */

import { invariant } from "@tinykv/runtime";
import type { ClientId } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import type { Claim } from "./claim.ts";
import { isFirm } from "./claim.ts";
import { EventList } from "./event-list.ts";
import { OperationSet } from "./operation-set.ts";
import type { LooseSet } from "./visited.ts";
import { Visited } from "./visited.ts";

/** `unknown`: the budget ran out before the search had an answer. It is never a pass. */
export type Verdict = "ok" | "illegal" | "unknown";

/** What a search found. */
export interface SearchResult<Input, Output> {
  readonly verdict: Verdict;
  /** How often the model was asked. */
  readonly steps: number;
  /** If `ok`, an order that explains everything; else the longest one that was found. */
  readonly order: readonly Claim<Input, Output>[];
}

/** A claim with its number, among the firm or among the loose ones. */
interface Numbered<Input, Output> {
  readonly number: number;
  readonly claim: Claim<Input, Output>;
  /** The firm claim of the same thread that must be placed before. */
  readonly after: number | undefined;
}

/** A state in which the search may go on, with what is used up on the way to it. */
interface Reached<State, Input, Output> {
  readonly state: State;
  readonly used: LooseSet;
  /** The loose operations that took effect since the last firm one. */
  readonly loose: readonly Claim<Input, Output>[];
}

/** A choice: a firm operation takes effect, after some loose ones. */
interface Move<State, Input, Output> extends Reached<State, Input, Output> {
  readonly firm: Numbered<Input, Output>;
}

/** Where the search stands: the move that led there, and the moves that are left to try. */
interface Frame<State, Input, Output> {
  readonly by: Move<State, Input, Output> | undefined;
  readonly moves: Iterator<Move<State, Input, Output>>;
}

/**
 * Searches for an order.
 *
 * @param claims   in the order of `from`
 * @param stepsMax how often the model may be asked before the search gives up
 */
export function search<State, Input, Output>(
  model: Model<State, Input, Output>,
  claims: readonly Claim<Input, Output>[],
  stepsMax: number,
): SearchResult<Input, Output> {
  return new Search(model, claims, stepsMax).run();
}

class Search<State, Input, Output> {
  readonly #model: Model<State, Input, Output>;
  readonly #stepsMax: number;
  readonly #firm: readonly Numbered<Input, Output>[];
  readonly #loose: readonly Numbered<Input, Output>[];
  readonly #events: EventList<Input, Output>;
  readonly #placed: OperationSet;
  readonly #visited = new Visited();
  readonly #frames: Frame<State, Input, Output>[] = [];
  #steps = 0;
  #longest: readonly Claim<Input, Output>[] = [];
  #longestSize = 0;

  constructor(
    model: Model<State, Input, Output>,
    claims: readonly Claim<Input, Output>[],
    stepsMax: number,
  ) {
    this.#model = model;
    this.#stepsMax = stepsMax;
    const { firm, loose } = numbered(claims);
    this.#firm = firm;
    this.#loose = loose;
    this.#events = new EventList(firm.map(({ claim }) => claim));
    this.#placed = new OperationSet(firm.length);
  }

  run(): SearchResult<Input, Output> {
    this.#frames.push({ by: undefined, moves: this.#moves(this.#model.init(), 0n) });
    for (let top = this.#frames.at(-1); top !== undefined; top = this.#frames.at(-1)) {
      if (this.#placed.size === this.#firm.length) return this.#result("ok", this.#order());
      const move = top.moves.next();
      if (this.#steps >= this.#stepsMax) return this.#result("unknown", this.#longestOrder());
      if (move.done === true) this.#goBack();
      else this.#go(move.value);
    }
    return this.#result("illegal", this.#longest);
  }

  /**
   * All firm operations that may take effect next: at once, or after one loose operation, or after
   * two, and so on. With few of them first, `Visited` soon knows the smallest sets.
   */
  *#moves(state: State, used: LooseSet): Iterator<Move<State, Input, Output>> {
    const placed = this.#placed.key();
    const queue: Reached<State, Input, Output>[] = [{ state, used, loose: [] }];
    // The queue grows while it is walked through.
    for (const reached of queue) {
      const look = this.#fittingLook(reached.state);
      if (look === undefined) {
        yield* this.#changesFrom(reached);
        queue.push(...this.#looseFrom(reached, placed));
      } else {
        yield { ...reached, firm: look };
      }
    }
  }

  /** An operation that may come next, only looks, and sees what it said it saw. */
  #fittingLook(state: State): Numbered<Input, Output> | undefined {
    for (let event = this.#events.first; event?.isCall === true; event = event.next) {
      const next = this.#firm[event.number];
      if (next === undefined || !this.#isFree(next) || this.#changes(next)) continue;
      if (this.#step(state, next).length > 0) return next;
    }
    return undefined;
  }

  /** The changes that may come next. */
  *#changesFrom(
    reached: Reached<State, Input, Output>,
  ): Generator<Move<State, Input, Output>, undefined> {
    for (let event = this.#events.first; event?.isCall === true; event = event.next) {
      const firm = this.#firm[event.number];
      if (firm === undefined || !this.#isFree(firm) || !this.#changes(firm)) continue;
      for (const state of this.#step(reached.state, firm)) yield { ...reached, firm, state };
    }
    return undefined;
  }

  /** Where one more loose operation leads; it must have begun before the first open return. */
  #looseFrom(
    { state, used, loose }: Reached<State, Input, Output>,
    placed: string,
  ): readonly Reached<State, Input, Output>[] {
    const end = this.#events.firstReturn()?.claim.until ?? Infinity;
    const reached: Reached<State, Input, Output>[] = [];
    for (const next of this.#loose) {
      if (next.claim.from > end) break;
      const bit = 1n << BigInt(next.number);
      if ((used & bit) !== 0n || !this.#isFree(next)) continue;
      for (const after of this.#step(state, next)) {
        if (!this.#visited.add(placed, this.#model.stateKey(after), used | bit)) continue;
        reached.push({ state: after, used: used | bit, loose: [...loose, next.claim] });
      }
    }
    return reached;
  }

  #changes({ claim }: Numbered<Input, Output>): boolean {
    return this.#model.changes(claim.operation.input);
  }

  #isFree({ after }: Numbered<Input, Output>): boolean {
    return after === undefined || this.#placed.has(after);
  }

  #step(state: State, { claim }: Numbered<Input, Output>): readonly State[] {
    if (this.#steps >= this.#stepsMax) return [];
    this.#steps += 1;
    return this.#model.step(state, claim.operation.input, claim.answer);
  }

  #go(move: Move<State, Input, Output>): void {
    this.#place(move.firm.number);
    const state = this.#model.stateKey(move.state);
    if (this.#visited.add(this.#placed.key(), state, move.used)) {
      this.#frames.push({ by: move, moves: this.#moves(move.state, move.used) });
    } else {
      this.#takeBack(move.firm.number);
    }
  }

  #goBack(): void {
    this.#longestOrder();
    const { by } = this.#frames.pop() ?? {};
    if (by !== undefined) this.#takeBack(by.firm.number);
  }

  #place(number: number): void {
    invariant(!this.#placed.has(number), "checker/placed-twice", { number });
    this.#placed.add(number);
    this.#events.lift(number);
  }

  #takeBack(number: number): void {
    this.#placed.delete(number);
    this.#events.putBack(number);
  }

  #order(): readonly Claim<Input, Output>[] {
    return this.#frames.flatMap(({ by }) => (by === undefined ? [] : [...by.loose, by.firm.claim]));
  }

  /** Notes the present order if it is longer than all before; called at every turning point. */
  #longestOrder(): readonly Claim<Input, Output>[] {
    if (this.#placed.size > this.#longestSize) {
      this.#longestSize = this.#placed.size;
      this.#longest = this.#order();
    }
    return this.#longest;
  }

  #result(verdict: Verdict, order: readonly Claim<Input, Output>[]): SearchResult<Input, Output> {
    return { verdict, steps: this.#steps, order };
  }
}

/**
 * Numbers firm and loose claims apart, and links each to the last firm claim of its thread before
 * it.
 */
function numbered<Input, Output>(
  claims: readonly Claim<Input, Output>[],
): Record<"firm" | "loose", readonly Numbered<Input, Output>[]> {
  const firm: Numbered<Input, Output>[] = [];
  const loose: Numbered<Input, Output>[] = [];
  const lastFirm = new Map<ClientId, number>();
  for (const claim of claims) {
    const { thread } = claim;
    const after = thread === undefined ? undefined : lastFirm.get(thread);
    const kind = isFirm(claim) ? firm : loose;
    if (kind === firm && thread !== undefined) lastFirm.set(thread, firm.length);
    kind.push({ number: kind.length, claim, after });
  }
  return { firm, loose };
}
