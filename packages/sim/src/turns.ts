/**
 * The one door of the simulator to the real event loop: between two steps everything that was set
 * off has to come to rest, and only the event loop can say when that is.
 *
 * Node runs all microtasks, and all of `process.nextTick`, between two callbacks of one and the
 * same round of immediates. So a step per immediate is enough, and many immediates per round make
 * it cheap: 0.1 µs a step, against 2 µs for a round each.
 *
 * Node also says between two immediates which promises were rejected with nobody waiting for them.
 * During a round nothing runs but turns, so such a promise is theirs: it is told to them, and to
 * nobody else who listens in this process. Between rounds everybody else is told, as ever.
 */

/* eslint-disable no-restricted-imports -- this file is the seam, see above */
import process from "node:process";
import { setImmediate as nextTurn } from "node:timers";

/* eslint-enable no-restricted-imports */

const EVENT = "unhandledRejection";

/** Turns that are planned together. */
const TURNS_PER_ROUND = 64;

/** Says what a turn is in its round. */
export interface Turn {
  /**
   * True for the last turn of a round. After it, callbacks of the real world may run: a step that
   * begins here could not be told from what they do.
   */
  readonly isLast: boolean;
}

const INNER: Turn = { isLast: false };
const LAST: Turn = { isLast: true };

/**
 * Calls `turn` again and again, each time after everything that can settle has settled, until it
 * returns false.
 *
 * @param onStray gets the reason of each promise that was rejected since the last turn, and for
 *   which nobody waits; called before the next turn
 */
export function takeTurns(turn: (turn: Turn) => boolean, onStray: (reason: unknown) => void): void {
  const strays = new StrayWatch(onStray);
  let isGoingOn = true;
  const take = (kind: Turn): void => {
    if (!isGoingOn) return;
    isGoingOn = turn(kind);
    if (kind.isLast || !isGoingOn) strays.end();
  };
  const first = (): void => {
    if (isGoingOn) strays.begin();
    take(INNER);
  };
  const inner = (): void => take(INNER);
  const last = (): void => {
    take(LAST);
    if (isGoingOn) planRound();
  };
  const planRound = (): void => {
    nextTurn(first);
    for (let count = 2; count < TURNS_PER_ROUND; count += 1) nextTurn(inner);
    nextTurn(last);
  };
  planRound();
}

/** Stands in for all who are told of rejected promises in this process, for a while. */
class StrayWatch {
  readonly #listener: (reason: unknown) => void;
  #others: readonly NodeJS.UnhandledRejectionListener[] = [];

  constructor(onStray: (reason: unknown) => void) {
    this.#listener = (reason) => onStray(reason);
  }

  begin(): void {
    // As they are, so that one that was set for a single time stays so.
    this.#others = process.rawListeners(EVENT) as NodeJS.UnhandledRejectionListener[];
    process.removeAllListeners(EVENT);
    process.on(EVENT, this.#listener);
  }

  end(): void {
    process.off(EVENT, this.#listener);
    for (const other of this.#others) process.on(EVENT, other);
    this.#others = [];
  }
}
