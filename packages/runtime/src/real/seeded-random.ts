/**
 * Random numbers from a seed, over pure-rand (xoroshiro128+): small, fast, and the same everywhere.
 *
 * A stream is named by its seed and the labels of the forks on the way to it. Its generator starts
 * from a hash of that name, so streams with similar names have nothing in common.
 */

import { createHash, randomInt } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { invariant } from "../errors.ts";
import type { Random } from "../random.ts";

/** Seeds that are drawn are below this: short enough to be typed. */
const DRAWN_SEED_LIMIT = 2 ** 32;

class SeededRandom implements Random {
  readonly #name: readonly string[];
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(name: readonly string[]) {
    const hash = createHash("sha256").update(JSON.stringify(name)).digest();
    this.#name = name;
    this.#generator = xoroshiro128plus(hash.readInt32LE(0));
  }

  nextUint32(): number {
    return this.#generator.next() >>> 0;
  }

  below(bound: number): number {
    const isPossible = Number.isSafeInteger(bound) && bound > 0;
    invariant(isPossible, "runtime/invalid-bound", { bound });
    return uniformInt(this.#generator, 0, bound - 1);
  }

  fork(label: string): Random {
    return new SeededRandom([...this.#name, label]);
  }
}

/**
 * Returns the stream of a seed: the same numbers in every run, on every machine.
 *
 * @param seed any number that is not `NaN`; -0 is 0
 * @throws {InvariantError} `runtime/invalid-seed`
 */
export function seededRandom(seed: number): Random {
  invariant(!Number.isNaN(seed), "runtime/invalid-seed", { seed });
  return new SeededRandom([String(seed)]);
}

/** Returns a stream that nobody can foresee, because its seed comes from the operating system. */
export function systemRandom(): Random {
  return seededRandom(randomInt(DRAWN_SEED_LIMIT));
}
