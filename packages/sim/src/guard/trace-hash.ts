/**
 * A trace as one number: SHA-256 over all lines of a run, each with its line break.
 *
 * It is how runs of different processes are compared: there a hash table, a cache or the start of
 * the process itself may differ, which two runs of one process have in common.
 */

// eslint-disable-next-line no-restricted-imports -- a pure function: neither time nor chance
import { createHash } from "node:crypto";
import type { TraceSink } from "../trace.ts";

/** Sums up what its sink gets. */
export class TraceHash {
  readonly #hash = createHash("sha256");
  #lines = 0;

  /** Gets every line, without a line break. */
  readonly sink: TraceSink = (line) => {
    this.#hash.update(line).update("\n");
    this.#lines += 1;
  };

  /** Lines so far. */
  get lines(): number {
    return this.#lines;
  }

  /** The sum of the lines so far: 64 hexadecimal digits. More lines may follow. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }
}

/** The sum of one line: a whole number of 48 bits. */
export function lineHash(line: string): number {
  return createHash("sha256").update(line).digest().readUIntBE(0, 6);
}
