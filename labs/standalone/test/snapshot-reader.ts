/** A reader of the lab's storage and its iterators, each action and check one step of the test. */

import { type Bytes, type LabContext, plainBoolean } from "@tinykv/lab-kit";
import type { DBIterator, StorageReader } from "../src/index.ts";
import { pairIn, type Words } from "./seeded-words.ts";
import { type Pair, show } from "./words.ts";

/** A walk that has shown so many entries does not end by itself. */
const WALK_MAX = 1000;

/** What the steps of a reader or an iterator are made with. */
interface Told {
  readonly t: LabContext;
  readonly words: Words;
  /** The name that the steps give it. */
  readonly name: string;
}

/** A reader of the storage, under the name that the steps give it. */
export class SnapshotReader {
  readonly #t: LabContext;
  readonly #words: Words;
  readonly #reader: StorageReader;
  readonly #name: string;

  constructor({ t, words, reader, name }: Told & { readonly reader: StorageReader }) {
    this.#t = t;
    this.#words = words;
    this.#reader = reader;
    this.#name = name;
  }

  /** A point read, which must find this value. */
  async expectValue(key: Bytes, value: Bytes, cf = "default"): Promise<void> {
    const bytes = this.#words.key(key);
    await this.#t.step(`${this.#name}: get ${cf} ${show(bytes)}`, async () => {
      const expected = this.#words.value(value);
      this.#t.expectBytes(await this.#reader.getCF(cf, Buffer.from(bytes)), expected);
    });
  }

  /** A point read, which must find nothing. */
  async expectAbsent(key: Bytes, cf = "default"): Promise<void> {
    const bytes = this.#words.key(key);
    await this.#t.step(`${this.#name}: get ${cf} ${show(bytes)}`, async () => {
      this.#t.expectAbsent(await this.#reader.getCF(cf, Buffer.from(bytes)));
    });
  }

  /** A point read, which must fail. */
  async expectRejected(key: Bytes, code: string): Promise<void> {
    const bytes = this.#words.key(key);
    await this.#t.step(`${this.#name}: get default ${show(bytes)} fails`, () =>
      this.#t.expectRejects(
        () => this.#reader.getCF("default", Buffer.from(bytes)),
        "the read",
        code,
      ),
    );
  }

  /** Opens an iterator; close it before the reader. */
  async iterator(cf = "default"): Promise<SnapshotIterator> {
    const title = `${this.#name}: open an iterator on ${cf}`;
    const iterator = await this.#t.step(title, () => this.#reader.iterCF(cf));
    const name = `${this.#name}: ${cf} iterator`;
    return new SnapshotIterator({ t: this.#t, words: this.#words, iterator, name });
  }

  /** Walks a new iterator from `start` to the end, and closes it. */
  async expectWalk(start: Bytes, pairs: readonly Pair[], cf = "default"): Promise<void> {
    const iterator = await this.iterator(cf);
    await iterator.expectWalk(start, pairs);
    await iterator.close();
  }

  async close(): Promise<void> {
    await this.#t.step(`close ${this.#name}`, () => this.#reader.close());
  }
}

/** An iterator of a reader, under the name that the steps give it. */
export class SnapshotIterator {
  readonly #t: LabContext;
  readonly #words: Words;
  readonly #iterator: DBIterator;
  readonly #name: string;

  constructor({ t, words, iterator, name }: Told & { readonly iterator: DBIterator }) {
    this.#t = t;
    this.#words = words;
    this.#iterator = iterator;
    this.#name = name;
  }

  /** Goes entry by entry from `start` to the end, which must show exactly these pairs. */
  async expectWalk(start: Bytes, pairs: readonly Pair[]): Promise<void> {
    const from = this.#words.key(start);
    await this.#t.step(`${this.#name}: walk from ${show(from)} to the end`, async () => {
      const iterator = this.#iterator;
      const seen: unknown[] = [];
      await iterator.seek(Buffer.from(from));
      while (plainBoolean(iterator.valid(), "valid()")) {
        // Compared only at the end: an item must stay what it is when the iterator moves on.
        seen.push(iterator.item());
        if (seen.length > WALK_MAX) this.#t.fail(`the walk does not end after ${WALK_MAX} entries`);
        await iterator.next();
      }
      this.#t.expectEntries(seen, this.#pairs(pairs), "entries");
    });
  }

  /** Takes the entries from `start` on in one go, which must be exactly these pairs. */
  async expectTake(start: Bytes, limit: number, pairs: readonly Pair[]): Promise<void> {
    const from = this.#words.key(start);
    await this.#t.step(`${this.#name}: take ${limit} from ${show(from)}`, async () => {
      await this.#iterator.seek(Buffer.from(from));
      this.#t.expectEntries(await this.#iterator.take(limit), this.#pairs(pairs), "entries");
    });
  }

  async close(): Promise<void> {
    await this.#t.step(`${this.#name}: close`, () => this.#iterator.close());
  }

  #pairs(pairs: readonly Pair[]): Pair[] {
    return pairs.map((pair) => pairIn(this.#words, pair));
  }
}
