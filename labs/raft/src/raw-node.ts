/** You write this file: between a node and whoever has the disk and the network.
 *
 * `ready` collects what there is to do, the caller does it (`ready.ts` says in which order), and
 * `advance` says that it is done. In between the node goes on. The calls that only pass something
 * on are given, in `raw-node-calls.ts`. Handout: docs/labs/raft-2a.md#2ac-rawnode-and-ready.
 */

import { todo } from "@tinykv/runtime";
import type { RaftConfig } from "./config.ts";
import { RawNodeCalls } from "./raw-node-calls.ts";
import type { Ready } from "./ready.ts";

/** A node, with its work as batches. */
export class RawNode extends RawNodeCalls {
  /** @throws {TinyKvError} `raft/config-invalid` */
  constructor(config: RaftConfig) {
    super(config);
    // TODO(2AC) remember what the caller knows already; add the fields you want above.
    //   read:  docs/labs/raft-2a.md#2ac-rawnode-and-ready
    //   keep:  a restarted node that has nothing to say says nothing
    //   check: npm run lab -- test 2AC -t TestRawNodeRestart2AC
    todo("2AC", "RawNode.constructor");
  }

  /** What there is to do. Takes out the messages; everything else is there again if asked again. */
  ready(): Ready {
    // TODO(2AC) collect one batch.
    //   read:  labs/raft/src/ready.ts; docs/labs/raft-2a.md#2ac-rawnode-and-ready;
    //          docs/labs/raft-2c.md#snapshots-in-ready
    //   keep:  states only if they changed; no list of it changes afterwards
    //   check: npm run lab -- test 2AC -t TestRawNodeStart2AC
    todo("2AC", "RawNode.ready");
  }

  /** Whether `ready` would have something. Changes nothing. */
  hasReady(): boolean {
    // TODO(2AC) say whether any part of a batch would be filled.
    //   read:  docs/labs/raft-2a.md#2ac-rawnode-and-ready
    //   keep:  every part counts, and none is taken out
    //   check: npm run lab -- test 2AC -t TestRawNodeRestart2AC
    todo("2AC", "RawNode.hasReady");
  }

  /** `rd` is stored, sent and applied. What came after it stays for the next one. */
  advance(rd: Ready): void {
    // TODO(2AC) move the marks to where this batch ended; in 2C-raft, know snapshots and
    //   compaction.
    //   read:  docs/labs/raft-2a.md#2ac-rawnode-and-ready; docs/labs/raft-2c.md#snapshots-in-ready
    //   keep:  only what was in this batch is done; an entry may have been replaced meanwhile
    //   check: npm run lab -- test 2AC -t E2AC-3
    todo("2AC", "RawNode.advance");
  }
}

/**
 * Makes a node.
 *
 * @throws {TinyKvError} `raft/config-invalid`
 */
export function newRawNode(config: RaftConfig): RawNode {
  return new RawNode(config);
}
