/** You write this file: members come and go (Raft dissertation, chapter 4).
 *
 * These are called when a change is applied, and not when it is appended. Handout:
 * docs/labs/raft-3a.md#changing-the-members.
 */

import type { PeerId } from "@tinykv/proto";
import { maybeCommit } from "./commit.ts";
import { NONE } from "./config.ts";
import type { RaftCore } from "./raft-core.ts";
import { bcastAppend } from "./replication.ts";
import { StateType } from "./state-type.ts";

/** A member joins. One that is there already stays as it is. */
export function addNode(core: RaftCore, id: PeerId): void {
  // gap 3A addNode
  // TODO(3A) add a member of which nothing is known yet.
  //   read:  docs/labs/raft-3a.md#changing-the-members
  //   keep:  what is known of a member is not forgotten because it is added again
  //   check: npm run lab -- test 3A -t TestAddNode3A
  // solution
  if (core.prs.has(id)) return;
  core.prs.set(id, { match: 0, next: core.raftLog.lastIndex() + 1 });
  // end
}

/** A member leaves, perhaps this node itself, perhaps the last one. */
export function removeNode(core: RaftCore, id: PeerId): void {
  // gap 3A removeNode
  // TODO(3A) remove the member, and see what the smaller quorum changes.
  //   read:  docs/labs/raft-3a.md#changing-the-members
  //   keep:  a group that shrinks goes on; a transfer to the member ends
  //   check: npm run lab -- test 3A -t TestCommitAfterRemoveNode3A
  // solution
  core.prs.delete(id);
  // Of a candidate: who does not count for the quorum any more does not count for the votes.
  core.votes.delete(id);
  if (core.leadTransferee === id) core.leadTransferee = NONE;
  if (core.state === StateType.Leader && core.prs.size > 0 && maybeCommit(core)) bcastAppend(core);
  // end
}
