/**
 * The trace of the first run, for the second one to be compared with.
 *
 * Runs may be long: the first lines are kept as they are, and of all others only a sum of 48 bits,
 * eight bytes of memory each. Those can be compared, but not shown.
 */

import { lineHash } from "./trace-hash.ts";

/** The lines of one run, numbered from 1. */
export class RecordedTrace {
  readonly #linesKept: number;
  readonly #kept: string[] = [];
  readonly #hashes: number[] = [];

  /** @param linesKept how many of the first lines are kept as they are */
  constructor(linesKept: number) {
    this.#linesKept = linesKept;
  }

  /** Lines so far. */
  get count(): number {
    return this.#kept.length + this.#hashes.length;
  }

  add(line: string): void {
    if (this.#kept.length < this.#linesKept) this.#kept.push(line);
    else this.#hashes.push(lineHash(line));
  }

  /** Whether the line of that number reads so. */
  hasLine(number: number, line: string): boolean {
    if (number <= this.#linesKept) return this.#kept[number - 1] === line;
    return this.#hashes[number - 1 - this.#linesKept] === lineHash(line);
  }

  /** The line of that number; a remark in its place if only its sum is known. */
  lineAt(number: number): string | undefined {
    if (number > this.count) return undefined;
    return this.#kept[number - 1] ?? `(line ${number} was not kept, only compared)`;
  }

  /** Up to `count` lines before the line of that number, oldest first. */
  linesBefore(number: number, count: number): string[] {
    const first = Math.max(1, number - count);
    const numbers = Array.from({ length: number - first }, (_, at) => first + at);
    return numbers.flatMap((each) => this.lineAt(each) ?? []);
  }
}
