/**
 * What clients asked and were told, in the order in which it happened: the history that a checker
 * reads. Its form is that of `@tinykv/checker`, which this package does not need for it.
 *
 * A moment is the number of an event of this history: all differ, so that of two operations the
 * first one is never in doubt, however close together they were in virtual time.
 */

/** One operation of one client. */
export interface RecordedOperation<I, O> {
  readonly client: number;
  readonly call: number;
  readonly input: I;
  /** `fail`: it surely did not happen. `unknown`: it happened once after its call, or never. */
  readonly status: "ok" | "fail" | "unknown";
  readonly return?: number;
  readonly output?: O;
}

/** How a call ends; the first word counts. */
export interface OpenCall<O> {
  ok(output: O): void;
  fail(): void;
  /** The client gives up waiting. */
  giveUp(): void;
}

/** Gathers one history. */
export class HistoryRecorder<I, O> {
  readonly #operations: RecordedOperation<I, O>[] = [];
  #moment = 0;

  /** A client begins something. Without an end its outcome is unknown. */
  begin(client: number, input: I): OpenCall<O> {
    const place = this.#operations.length;
    const call = this.#next();
    const begun = { client, call, input };
    this.#operations.push({ ...begun, status: "unknown" });
    let isOpen = true;
    const end = (operation: Pick<RecordedOperation<I, O>, "status" | "output">): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#operations[place] = { ...begun, ...operation, return: this.#next() };
    };
    return {
      ok: (output) => end({ status: "ok", output }),
      fail: () => end({ status: "fail" }),
      giveUp: () => end({ status: "unknown" }),
    };
  }

  /** All operations so far, in the order of their calls. */
  get operations(): readonly RecordedOperation<I, O>[] {
    return this.#operations;
  }

  /** How many operations ended in which way. */
  counts(): Record<"ok" | "fail" | "unknown", number> {
    const counts = { ok: 0, fail: 0, unknown: 0 };
    for (const { status } of this.#operations) counts[status] += 1;
    return counts;
  }

  #next(): number {
    this.#moment += 1;
    return this.#moment;
  }
}
