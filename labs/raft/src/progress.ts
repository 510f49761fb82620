/**
 * What a leader believes of one member's log.
 *
 * Given code: read it, do not change it.
 */

import type { LogIndex } from "@tinykv/proto";

/** Always `match < next`. Means something only on a leader. */
export interface Progress {
  /** The highest index up to which the member's log is known to be the leader's. 0: none. */
  match: LogIndex;
  /** The first index that has to be sent next, 1 or more. */
  next: LogIndex;
}
