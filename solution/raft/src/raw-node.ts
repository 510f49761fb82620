/** You write this file: between a node and whoever has the disk and the network.
 *
 * `ready` collects what there is to do, the caller does it (`ready.ts` says in which order), and
 * `advance` says that it is done. In between the node goes on. The calls that only pass something
 * on are given, in `raw-node-calls.ts`. Handout: docs/labs/raft-2a.md#2ac-rawnode-and-ready.
 */

import type { Entry, HardState } from "@tinykv/proto";
import type { RaftConfig } from "./config.ts";
import { isHardStateEqual } from "./hard-state.ts";
import { matches } from "./log-queries.ts";
import { RawNodeCalls } from "./raw-node-calls.ts";
import type { Ready, SoftState } from "./ready.ts";

/** A node, with its work as batches. */
export class RawNode extends RawNodeCalls {
  // cut
  #softState: SoftState;
  #hardState: HardState;
  // end

  /** @throws {TinyKvError} `raft/config-invalid` */
  constructor(config: RaftConfig) {
    super(config);
    // gap 2AC RawNode.constructor
    // TODO(2AC) remember what the caller knows already; add the fields you want above.
    //   read:  docs/labs/raft-2a.md#2ac-rawnode-and-ready
    //   keep:  a restarted node that has nothing to say says nothing
    //   check: npm run lab -- test 2AC -t TestRawNodeRestart2AC
    // solution
    this.#softState = this.#currentSoftState();
    this.#hardState = this.#currentHardState();
    // end
  }

  /** What there is to do. Takes out the messages; everything else is there again if asked again. */
  ready(): Ready {
    // gap 2AC RawNode.ready
    // TODO(2AC) collect one batch.
    //   read:  labs/raft/src/ready.ts; docs/labs/raft-2a.md#2ac-rawnode-and-ready;
    //          docs/labs/raft-2c.md#snapshots-in-ready
    //   keep:  states only if they changed; no list of it changes afterwards
    //   check: npm run lab -- test 2AC -t TestRawNodeStart2AC
    // solution
    const { raftLog, msgs: messages } = this.raft;
    this.raft.msgs = [];
    const soft = this.#currentSoftState();
    const hard = this.#currentHardState();
    return {
      softState: isSoftStateEqual(soft, this.#softState) ? undefined : soft,
      hardState: isHardStateEqual(hard, this.#hardState) ? undefined : hard,
      entries: raftLog.unstableEntries(),
      snapshot: raftLog.pendingSnapshot,
      committedEntries: raftLog.nextEnts(),
      messages,
    };
    // end
  }

  /** Whether `ready` would have something. Changes nothing. */
  hasReady(): boolean {
    // gap 2AC RawNode.hasReady
    // TODO(2AC) say whether any part of a batch would be filled.
    //   read:  docs/labs/raft-2a.md#2ac-rawnode-and-ready
    //   keep:  every part counts, and none is taken out
    //   check: npm run lab -- test 2AC -t TestRawNodeRestart2AC
    // solution
    const { raftLog, msgs } = this.raft;
    return (
      msgs.length > 0 ||
      raftLog.pendingSnapshot !== undefined ||
      raftLog.stabled < raftLog.lastIndex() ||
      raftLog.nextEnts().length > 0 ||
      !isHardStateEqual(this.#currentHardState(), this.#hardState) ||
      !isSoftStateEqual(this.#currentSoftState(), this.#softState)
    );
    // end
  }

  /** `rd` is stored, sent and applied. What came after it stays for the next one. */
  advance(rd: Ready): void {
    // gap 2AC RawNode.advance
    // TODO(2AC) move the marks to where this batch ended; in 2C-raft, know snapshots and
    //   compaction.
    //   read:  docs/labs/raft-2a.md#2ac-rawnode-and-ready; docs/labs/raft-2c.md#snapshots-in-ready
    //   keep:  only what was in this batch is done; an entry may have been replaced meanwhile
    //   check: npm run lab -- test 2AC -t E2AC-3
    // solution
    const { raftLog } = this.raft;
    this.#softState = rd.softState ?? this.#softState;
    this.#hardState = rd.hardState ?? this.#hardState;
    raftLog.stabled = Math.max(raftLog.stabled, this.#lastKept(rd.entries));
    raftLog.applied = Math.max(raftLog.applied, rd.committedEntries.at(-1)?.index ?? 0);
    if (rd.snapshot !== undefined) {
      const { index = 0 } = rd.snapshot.metadata ?? {};
      if (raftLog.pendingSnapshot?.metadata?.index === index) raftLog.pendingSnapshot = undefined;
      raftLog.applied = Math.max(raftLog.applied, index);
      raftLog.stabled = Math.max(raftLog.stabled, index);
    }
    raftLog.maybeCompact();
    // end
  }

  // cut
  #currentSoftState(): SoftState {
    return { lead: this.raft.lead, raftState: this.raft.state };
  }

  #currentHardState(): HardState {
    const { term, vote, raftLog } = this.raft;
    return { term, vote, commit: raftLog.committed };
  }

  /** The last of these entries that the log still has. 0: none. */
  #lastKept(entries: readonly Entry[]): number {
    const { raftLog } = this.raft;
    return entries.findLast(({ index, term }) => matches(raftLog, index, term))?.index ?? 0;
  }
  // end
}

// cut
function isSoftStateEqual(a: SoftState, b: SoftState): boolean {
  return a.lead === b.lead && a.raftState === b.raftState;
}
// end

/**
 * Makes a node.
 *
 * @throws {TinyKvError} `raft/config-invalid`
 */
export function newRawNode(config: RaftConfig): RawNode {
  return new RawNode(config);
}
