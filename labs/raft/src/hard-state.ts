/**
 * Small questions about stored state.
 *
 * Given code: read it, do not change it.
 */

import type { HardState, Snapshot } from "@tinykv/proto";

/** True if nothing was ever stored. */
export function isEmptyHardState(state: HardState): boolean {
  return state.term === 0 && state.vote === 0 && state.commit === 0;
}

export function isHardStateEqual(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.vote === b.vote && a.commit === b.commit;
}

/** True for no snapshot, and for one that holds nothing. */
export function isEmptySnap(snapshot: Snapshot | undefined): boolean {
  return (snapshot?.metadata?.index ?? 0) === 0;
}
