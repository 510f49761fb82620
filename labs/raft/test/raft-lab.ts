/**
 * The lab's code, and the given code that tests use themselves: a storage of the course's own,
 * which lab code can read and not change.
 */

import { freezeShared, loadLab } from "@tinykv/lab-kit";
import type { Entry } from "@tinykv/proto";
import type * as RaftLab from "../src/index.ts";
import { MemoryStorage } from "../src/memory-storage.ts";

/** The lab's code: the student's files and the given ones. */
export const lab = await loadLab<typeof RaftLab>("raft");

/** A storage, frozen but for what its own methods do. */
export function newStorage(ents: readonly Partial<Entry>[] = [{}]): MemoryStorage {
  return freezeShared(MemoryStorage.fromEntries(ents));
}
