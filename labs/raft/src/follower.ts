/** You write this file: the follower's side of replication (Raft paper, section 5.3).
 *
 * Handout: docs/labs/raft-2a.md#appending-on-a-leader-appending-on-a-follower; the message:
 * docs/labs/raft-messages.md#msgappend.
 */

import type { Message } from "@tinykv/proto";
import { todo } from "@tinykv/runtime";
import type { RaftCore } from "./raft-core.ts";

/** An append of this term's leader. What it means for role and timer is decided in `step`. */
export function handleAppendEntries(core: RaftCore, message: Message): void {
  // TODO(2AB) make the log agree with the message, or reject it; raise the commit index; answer.
  //   read:  docs/labs/raft-messages.md#msgappend
  //   keep:  what is committed never changes; a late message removes nothing; only what this
  //          message vouches for is committed
  //   check: npm run lab -- test 2AB -t TestFollowerAppendEntries2AB
  todo("2AB", "handleAppendEntries");
}
