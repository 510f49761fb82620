/** How scenarios write down keys, values and changes, and how steps show them. */

import type { Bytes } from "@tinykv/lab-kit";
import type { Modify } from "../src/index.ts";

/** A key with its value, as a scenario writes them down. */
export type Pair = readonly [key: Bytes, value: Bytes];

/** Bytes up to this many are shown one by one. */
const SHOWN_BYTES_MAX = 16;
/** Changes up to this many are shown one by one. */
const SHOWN_CHANGES_MAX = 8;

/** Bytes for a person: `[1, 255]`, or their number if they are many. */
export function show(bytes: Bytes): string {
  if (bytes.length > SHOWN_BYTES_MAX) return `[${bytes.length} bytes]`;
  return `[${Array.from(bytes).join(", ")}]`;
}

/** A change that sets a key. */
export function put(key: Bytes, value: Bytes, cf = "default"): Modify {
  return { type: "put", cf, key: Buffer.from(key), value: Buffer.from(value) };
}

/** A change that removes a key. */
export function remove(key: Bytes, cf = "default"): Modify {
  return { type: "delete", cf, key: Buffer.from(key) };
}

/** A batch for a person: `[put default [1] → [2], delete write [1]]`; a large one as its size. */
export function showBatch(batch: readonly Modify[]): string {
  if (batch.length > SHOWN_CHANGES_MAX) return `[${batch.length} changes]`;
  return `[${batch.map(showChange).join(", ")}]`;
}

function showChange(change: Modify): string {
  const where = `${change.cf} ${show(change.key)}`;
  return change.type === "put" ? `put ${where} → ${show(change.value)}` : `delete ${where}`;
}
