/** Part 2C: what snapshots must not do, on both sides and in batches; scenarios of our own. */

import { labTest } from "@tinykv/lab-kit";
import { MessageType, type Snapshot } from "@tinykv/proto";
import { newStorage } from "./raft-lab.ts";
import { RawTestNode } from "./raw-test-node.ts";
import { log, plainEntries, TestNode, written } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgHeartbeat, MsgSnapshot } = MessageType;
const three = { peers: [1, 2, 3] };

function snapshotOf(index: number, term: number): Snapshot {
  return { data: Buffer.of(), metadata: { index, term, confState: { nodes: [1, 2, 3] } } };
}

// Log matching is about index and term: a log that is as long need not be the same.
labTest("E2C-9 a log of the same length and another term is replaced", (t) => {
  const node = new TestNode(t, { ...three, stored: log("(1,1)(2,1)(3,1)") }).becomeFollower(2, 2);
  node.step({ msgType: MsgSnapshot, from: 2, term: 2, snapshot: snapshotOf(3, 2) });
  node.expectLog([], 3).expectSent({ msgType: MsgAppendResponse, to: 2, term: 2, index: 3 });
  node.do("term(3) is 2", ({ raftLog }) => t.expectEqual(raftLog.term(3), 2, "term(3)"));
});

// Guards against a snapshot that is never stored, because an older one was.
labTest("E2C-10 a newer snapshot that comes meanwhile is not done", (t) => {
  const node = new RawTestNode(t, three);
  node.step({ msgType: MsgSnapshot, from: 2, term: 2, snapshot: snapshotOf(11, 2) });
  const ready = node.ready();
  node.step({ msgType: MsgSnapshot, from: 2, term: 2, snapshot: snapshotOf(15, 2) });
  node.store(ready).advance(ready).expectHasReady(true);
  const next = node.expectReady({
    hard: "term 2, vote 0, commit 15",
    snapshot: 15,
    messages: ["MsgAppendResponse 1→2 term 2 index 15"],
  });
  node.store(next).advance(next).expectHasReady(false);
});

// What is behind a snapshot makes no sense to a state machine that does not have it yet.
labTest("E2C-11 nothing behind a pending snapshot is applied", (t) => {
  const node = new RawTestNode(t, three);
  node.step({ msgType: MsgSnapshot, from: 2, term: 2, snapshot: snapshotOf(11, 2) });
  const entries = written(log('(12,2,"x")'));
  const append = { msgType: MsgAppend, from: 2, term: 2, index: 11, logTerm: 2, commit: 12 };
  node.step({ ...append, entries });
  const ready = node.expectReady({
    soft: "lead 2, follower",
    hard: "term 2, vote 0, commit 12",
    snapshot: 11,
    entries: '(12,2,"x")',
    messages: [11, 12].map((index) => `MsgAppendResponse 1→2 term 2 index ${index}`),
  });
  node.store(ready).advance(ready).expectHasReady(true);
  node.advance(node.expectReady({ committed: '(12,2,"x")' })).expectHasReady(false);
});

// It may get lost: only an answer says that it is there.
labTest("E2C-12 a snapshot that was sent is not there yet", (t) => {
  const storage = newStorage();
  storage.applySnapshot(snapshotOf(5, 1));
  storage.setHardState({ term: 1, vote: 0, commit: 5 });
  const node = new TestNode(t, { storage }).lead().clear();
  node.do("next of 2 is 3: what it needs is gone", ({ prs }) => {
    const progress = prs.get(2);
    if (progress !== undefined) progress.next = 3;
  });
  node.do("sendAppend(2)", (raft) => raft.sendAppend(2));
  node.sent("a snapshot", (messages) => {
    t.expectEqual(messages.map(({ msgType }) => msgType).join(), `${MsgSnapshot}`, "types");
  });
  node.expectProgress(2, { match: 0 }).beat();
  const beat = { msgType: MsgHeartbeat, term: 2 };
  node.expectSent({ ...beat, to: 2 }, { ...beat, to: 3 });
});

labTest("E2C-13 advance drops what the storage has dropped", (t) => {
  const node = new RawTestNode(t, { peers: [1] }).campaign();
  node.handleReady();
  node.propose("a").propose("b").handleReady();
  t.stepNow("the storage makes a snapshot at 2, and compacts", () => {
    node.storage.createSnapshot(2, { nodes: [1] }, Buffer.of());
    node.storage.compact(2);
  });
  node.propose("c").handleReady();
  node.do("holds the entries 3 and 4", ({ raft: { raftLog } }) => {
    const indexes = plainEntries(t, raftLog.allEntries()).map(({ index }) => index);
    t.expectEqual(indexes.join(), "3,4", "indexes");
  });
});
