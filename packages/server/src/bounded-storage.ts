/**
 * A storage whose readers refuse to give out more bytes than one response can carry.
 *
 * `RawScan` promises at most `limit` pairs, and a page that is shorter means "that was the last
 * one", so a server must not cut a page short: it has to refuse. And it has to refuse before four
 * gigabytes of pairs are in memory, whatever the handler above does. So the limit sits here,
 * between the handler and the storage: one reader belongs to one request, and what its iterators
 * hand out is counted. Keys and values alone are counted, a lower bound of the encoded response, so
 * nothing that would fit is refused; `raw-calls.ts` checks the exact size once the response is
 * encoded. Apart from that limit, an iterator behaves exactly as the one under it.
 */

import type { EngineIterator, Entry } from "@tinykv/engine";
import type { Context } from "@tinykv/proto";
import { TinyKvError } from "@tinykv/runtime";
import type { DBIterator, Modify, Storage, StorageReader } from "@tinykv/standalone";

/**
 * The most entries that one bite of a long `take` asks for. More would be no faster. How large they
 * are together is bounded by the engine, which is told how many bytes are left; this bounds what a
 * storage with iterators of its own can read before the first entry is counted.
 */
const BITE_MAX = 128;

/** Says that a response is too large, and what to do about it. */
export function responseTooLarge(bytesMax: number): TinyKvError {
  return new TinyKvError(
    "server/response-too-large",
    `the answer would be larger than ${bytesMax} bytes, the most that one message may have; ` +
      "ask for fewer pairs at a time (a smaller limit), and go on after the last key",
  );
}

/** Passes everything through, and counts what readers give out. */
export class BoundedStorage implements Storage {
  readonly #inner: Storage;
  readonly #bytesMax: number;

  /** @param bytesMax the most bytes of keys and values that the iterators of one reader give out */
  constructor(inner: Storage, bytesMax: number) {
    this.#inner = inner;
    this.#bytesMax = bytesMax;
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  stop(): Promise<void> {
    return this.#inner.stop();
  }

  write(context: Context | undefined, batch: readonly Modify[]): Promise<void> {
    return this.#inner.write(context, batch);
  }

  async reader(context: Context | undefined): Promise<StorageReader> {
    return new BoundedReader(await this.#inner.reader(context), this.#bytesMax);
  }
}

/** One request's reader. */
class BoundedReader implements StorageReader {
  readonly #inner: StorageReader;
  readonly #budget: Budget;

  constructor(inner: StorageReader, bytesMax: number) {
    this.#inner = inner;
    this.#budget = new Budget(bytesMax);
  }

  getCF(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return this.#inner.getCF(cf, key);
  }

  iterCF(cf: string): DBIterator {
    return new BoundedIterator(this.#inner.iterCF(cf), this.#budget);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** What all iterators of one reader may still give out. */
class Budget {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Throws `server/response-too-large` when it is overdrawn. */
  spend(entry: Entry): void {
    this.#bytes += entry.key.length + entry.value.length;
    if (this.#bytes > this.#bytesMax) throw responseTooLarge(this.#bytesMax);
  }

  /** How many bytes overdraw it. */
  overdraft(): number {
    return this.#bytesMax - this.#bytes + 1;
  }

  /** How many entries as large as `entry` are left, and one more, which would overdraw it. */
  bite(entry: Entry): number {
    const left = this.overdraft() / (entry.key.length + entry.value.length + 1);
    return Math.min(BITE_MAX, Math.floor(left) + 1);
  }
}

/**
 * What is under a bounded iterator: the engine's `take` heeds a second argument, others need not.
 */
type InnerIterator = Omit<DBIterator, "take"> & Pick<EngineIterator, "take">;

class BoundedIterator implements DBIterator {
  readonly #inner: InnerIterator;
  readonly #budget: Budget;
  /** Whether the entry here is paid for, so that looking at it twice costs once. */
  #isSpent = false;

  constructor(inner: InnerIterator, budget: Budget) {
    this.#inner = inner;
    this.#budget = budget;
  }

  valid(): boolean {
    return this.#inner.valid();
  }

  item(): Entry {
    const entry = this.#inner.item();
    if (!this.#isSpent) this.#budget.spend(entry);
    this.#isSpent = true;
    return entry;
  }

  next(): Promise<void> {
    this.#isSpent = false;
    return this.#inner.next();
  }

  seek(key: Buffer): Promise<void> {
    this.#isSpent = false;
    return this.#inner.seek(key);
  }

  async take(limit: number): Promise<Entry[]> {
    // None, or no number of entries at all: the iterator under this one has the answer.
    if (!(limit >= 1 && (Number.isInteger(limit) || limit === Infinity))) {
      return this.#inner.take(limit);
    }
    const taken: Entry[] = [];
    while (taken.length < limit && this.#inner.valid()) {
      const wanted = Math.min(limit - taken.length, this.#budget.bite(this.#inner.item()));
      const bite = await this.#inner.take(wanted, this.#budget.overdraft());
      this.#spendAll(bite);
      // The common case: one bite is all of it, and nothing is copied.
      if (taken.length === 0 && bite.length === limit) return bite;
      for (const entry of bite) taken.push(entry);
      // A storage that goes wrong must not keep us here for ever.
      if (bite.length === 0) break;
    }
    return taken;
  }

  /** Pays for what was taken, but not again for the entry that somebody has looked at. */
  #spendAll(bite: readonly Entry[]): void {
    for (const entry of bite) {
      if (!this.#isSpent) this.#budget.spend(entry);
      this.#isSpent = false;
    }
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
