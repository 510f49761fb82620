/**
 * The bytes that stand for the keys and values of a scenario. A scenario writes `[1]` and `[2]`;
 * what the storage gets is drawn from the seed of its test, so that no solution can know the
 * answers beforehand. Steps show the bytes that were really used.
 *
 * Keys keep their order and their beginnings in common; no two words become one; the empty word
 * stays empty, because empty means something.
 */

import type { Bytes, LabContext } from "@tinykv/lab-kit";
import { InvariantError } from "@tinykv/runtime";
import type { Modify } from "../src/index.ts";
import type { Pair } from "./words.ts";

/** The largest byte of a key that can be moved up without leaving the range of a byte. */
const KEY_BYTE_MAX = 101;

/** Turns the words of a scenario into those of one run. */
export interface Words {
  key(word: Bytes): Bytes;
  value(word: Bytes): Bytes;
}

/** Words that are what they are: for scenarios about particular bytes. */
export const exactWords: Words = { key: (word) => word, value: (word) => word };

/** Words drawn for one test. */
export function drawWords(random: LabContext["random"]): Words {
  const bytes = (count: number): number[] => Array.from({ length: count }, () => random.below(256));
  const keyStart = bytes(1 + random.below(2));
  const factor = 1 + random.below(2);
  const offset = random.below(256 - factor * KEY_BYTE_MAX);
  const valueStart = bytes(1 + random.below(3));
  const shift = random.below(256);
  return {
    key: (word) => {
      if (word.length === 0) return word;
      if (Math.max(...word) > KEY_BYTE_MAX) throw new InvariantError("lab/key-byte", { word });
      return [...keyStart, ...Array.from(word, (byte) => offset + factor * byte)];
    },
    value: (word) =>
      word.length === 0
        ? word
        : [...valueStart, ...Array.from(word, (byte) => (byte + shift) % 256)],
  };
}

export function pairIn(words: Words, [key, value]: Pair): Pair {
  return [words.key(key), words.value(value)];
}

export function changeIn(words: Words, change: Modify): Modify {
  const key = Buffer.from(words.key(change.key));
  if (change.type === "delete") return { ...change, key };
  return { ...change, key, value: Buffer.from(words.value(change.value)) };
}
