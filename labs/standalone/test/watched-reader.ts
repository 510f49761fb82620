/**
 * A reader of the lab whose reads fail when the test says so, or come back only when it lets them:
 * a handler that closes something while it is still read is seen, each time and on every machine.
 *
 * It stands in front of a real reader, so what is left open is counted behind it.
 */

import type { DBIterator, StorageReader } from "../src/index.ts";

/** What a handler can read with. */
export type Read = "getCF" | "iterCF" | "seek" | "item" | "next" | "take";

/** What happens to reads, and what was seen of them. */
export class ReadWatch {
  readonly #before: (read: Read) => void;
  readonly #closedEarly: string[] = [];
  #held: readonly Read[] = [];
  #gate = Promise.resolve();
  #openGate: () => void = () => undefined;

  /** @param before called before every read; what it throws, the read fails with */
  constructor(before: (read: Read) => void = () => undefined) {
    this.#before = before;
  }

  /** From now on these reads come back only after {@link release}. */
  hold(reads: readonly Read[]): void {
    this.#held = reads;
    this.#gate = new Promise((resolve) => {
      this.#openGate = resolve;
    });
  }

  release(): void {
    this.#held = [];
    this.#openGate();
  }

  /** What was closed while it was still read, in words, since this was asked last. */
  takeClosedEarly(): string[] {
    return this.#closedEarly.splice(0);
  }

  /** The same reader, watched. */
  wrap(reader: StorageReader): StorageReader {
    const reads = new Set<Read>();
    return Object.freeze({
      getCF: (cf: string, key: Buffer) => this.#read("getCF", [reads], () => reader.getCF(cf, key)),
      iterCF: (cf: string) => {
        this.#before("iterCF");
        return this.#wrapIterator(reader.iterCF(cf), reads);
      },
      close: () => {
        this.#noteClose("reader", reads);
        return reader.close();
      },
    });
  }

  #wrapIterator(iterator: DBIterator, readsOfReader: Set<Read>): DBIterator {
    const own = new Set<Read>();
    const reads = [own, readsOfReader];
    return Object.freeze({
      valid: () => iterator.valid(),
      item: () => {
        this.#before("item");
        return iterator.item();
      },
      next: () => this.#read("next", reads, () => iterator.next()),
      seek: (key: Buffer) => this.#read("seek", reads, () => iterator.seek(key)),
      take: (limit: number) => this.#read("take", reads, () => iterator.take(limit)),
      close: () => {
        this.#noteClose("iterator", own);
        return iterator.close();
      },
    });
  }

  async #read<T>(read: Read, going: readonly Set<Read>[], use: () => Promise<T>): Promise<T> {
    for (const reads of going) reads.add(read);
    try {
      this.#before(read);
      // Read first, then waited: closing too early is what the test shows, not what comes of it.
      return await use();
    } finally {
      if (this.#held.includes(read)) await this.#gate;
      for (const reads of going) reads.delete(read);
    }
  }

  #noteClose(what: string, reads: ReadonlySet<Read>): void {
    for (const read of reads) this.#closedEarly.push(`the ${what} was closed during its ${read}`);
  }
}
