/**
 * A set of operations, by their numbers, with a short text that names its members. The search goes
 * through a history from left to right, so nearly always all small numbers are in the set and all
 * large ones are not: the text holds only the words between.
 */

const bitsPerWord = 32;
const fullWord = 0xffffffff;

/** A set of integers from 0 to below a fixed size. */
export class OperationSet {
  readonly #words: Uint32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#words = new Uint32Array(Math.ceil(capacity / bitsPerWord));
  }

  /** How many operations are in the set. */
  get size(): number {
    return this.#size;
  }

  has(operation: number): boolean {
    return ((this.#word(operation) >>> (operation % bitsPerWord)) & 1) === 1;
  }

  /** Adds an operation that is not in the set. */
  add(operation: number): void {
    this.#flip(operation);
    this.#size += 1;
  }

  /** Removes an operation that is in the set. */
  delete(operation: number): void {
    this.#flip(operation);
    this.#size -= 1;
  }

  /** A text that two sets of one capacity share exactly if they have the same members. */
  key(): string {
    const words = this.#words;
    let start = 0;
    while (start < words.length && words[start] === fullWord) start += 1;
    let end = words.length;
    while (end > start && words[end - 1] === 0) end -= 1;
    let key = start.toString(36);
    for (let index = start; index < end; index += 1) key += `.${(words[index] ?? 0).toString(36)}`;
    return key;
  }

  #word(operation: number): number {
    return this.#words[Math.floor(operation / bitsPerWord)] ?? 0;
  }

  #flip(operation: number): void {
    this.#words[Math.floor(operation / bitsPerWord)] =
      this.#word(operation) ^ (1 << (operation % bitsPerWord));
  }
}
