/** Part 2AC: what a node has for its caller to do, and what "done" means. */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { MessageType } from "@tinykv/proto";
import type { MemoryStorage } from "../src/memory-storage.ts";
import { newStorage } from "./raft-lab.ts";
import { RawTestNode } from "./raw-test-node.ts";
import { log, written } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgHeartbeat, MsgRequestVote, MsgRequestVoteResponse } =
  MessageType;
const three = { peers: [1, 2, 3] };

labTest("TestRawNodeStart2AC", (t) => {
  const node = new RawTestNode(t, { peers: [1] }).campaign();
  const first = node.ready();
  node.store(first).advance(first).propose("foo");
  const second = node.ready();
  const words = [second.entries, second.committed].map((list) =>
    list.map(({ data }) => String(data)).join(),
  );
  t.stepNow("the proposal is to be stored, and to be applied", () => {
    t.expectEqual(words.join(" / "), "foo / foo", "entries / committed entries");
  });
  node.store(second).advance(second).expectHasReady(false);
});

function restarted(): MemoryStorage {
  const storage = newStorage([{}, ...written(log('(1,1)(2,1,"foo")'))]);
  storage.setHardState({ term: 1, vote: 0, commit: 1 });
  return storage;
}

labTest("TestRawNodeRestart2AC", (t) => {
  const node = new RawTestNode(t, { storage: restarted() });
  const ready = node.expectReady({ committed: "(1,1)" });
  node.advance(ready).expectHasReady(false);
});

function append(text: string, rest: object = {}): Parameters<RawTestNode["step"]>[0] {
  return { msgType: MsgAppend, from: 2, term: 1, entries: written(log(text)), ...rest };
}

// Guards against a queue that is emptied in `advance`, or never; against states that repeat.
labTest("E2AC-1 what comes between ready and advance stays", (t) => {
  const node = new RawTestNode(t, three).step(append("(1,1)(2,1)"));
  const ready = node.expectReady({
    soft: "lead 2, follower",
    hard: "term 1, vote 0, commit 0",
    entries: "(1,1)(2,1)",
    messages: ["MsgAppendResponse 1→2 term 1 index 2"],
  });
  node.step({ msgType: MsgHeartbeat, from: 2, term: 1 }).store(ready).advance(ready);
  const next = node.expectReady({ messages: ["MsgHeartbeatResponse 1→2 term 1"] });
  node.advance(next).expectHasReady(false);
});

// Guards against `advance` that takes everything for done.
labTest("E2AC-2 only what was in the batch is done", (t) => {
  const node = new RawTestNode(t, three).step(append("(1,1)", { commit: 1 }));
  const ready = node.ready();
  node
    .step(append("(2,1)", { index: 1, logTerm: 1, commit: 2 }))
    .store(ready)
    .advance(ready);
  expectMarks(t, node, { stabled: 1, applied: 1 });
  const next = node.ready();
  t.stepNow("the next batch has what came later", () => {
    t.expectEqual(next.entries.map(({ index }) => index).join(), "2", "entries");
    t.expectEqual(next.committed.map(({ index }) => index).join(), "2", "committed entries");
    t.expectEqual(next.hard?.commit, 2, "commit of the hard state");
  });
});

function expectMarks(
  t: LabContext,
  node: RawTestNode,
  marks: { readonly stabled?: number; readonly applied?: number },
): void {
  const words = Object.entries(marks).map(([name, value]) => `${name} ${value}`);
  node.do(`is ${words.join(", ")}`, ({ raft: { raftLog } }) => {
    if (marks.stabled !== undefined) t.expectEqual(raftLog.stabled, marks.stabled, "stabled");
    if (marks.applied !== undefined) t.expectEqual(raftLog.applied, marks.applied, "applied");
  });
}

labTest("E2AC-3 an entry that was replaced meanwhile is not stable", (t) => {
  const node = new RawTestNode(t, three).step(append("(1,1)(2,1)"));
  const ready = node.ready();
  node.step(append("(2,2)", { from: 3, term: 2, index: 1, logTerm: 1 }));
  node.store(ready).advance(ready);
  expectMarks(t, node, { stabled: 1 });
  const next = node.ready();
  t.stepNow("the next batch has the entry in its place", () => {
    t.expectEqual(
      next.entries.map(({ index, term }) => `${index},${term}`).join(),
      "2,2",
      "entries",
    );
  });
});

labTest("E2AC-4 a new term alone is something to store", (t) => {
  const node = new RawTestNode(t, three).expectHasReady(false);
  const refusal = { msgType: MsgRequestVoteResponse, from: 2, reject: true };
  node.step({ ...refusal, term: 5 }).expectHasReady(true);
  const ready = node.expectReady({ hard: "term 5, vote 0, commit 0" });
  node
    .step({ ...refusal, term: 6 })
    .store(ready)
    .advance(ready)
    .expectHasReady(true);
  const next = node.expectReady({ hard: "term 6, vote 0, commit 0" });
  node.advance(next).expectHasReady(false);
});

labTest("E2AC-5 who may say what", (t) => {
  const node = new RawTestNode(t, three);
  const { MsgHup, MsgBeat, MsgHeartbeatResponse } = MessageType;
  for (const msgType of [MsgHup, MsgBeat]) {
    node.expectStep({ msgType, from: 1 }, "raft/step-local-message");
  }
  for (const msgType of [MsgAppendResponse, MsgRequestVoteResponse, MsgHeartbeatResponse]) {
    node.expectStep({ msgType, from: 9, term: 1 }, "raft/step-peer-not-found");
  }
  node.expectStep({ msgType: MsgRequestVote, from: 9, term: 1 }, undefined);
  node.do("has an answer for node 9", (rawNode) => {
    const answer = rawNode.ready().messages[0];
    t.expectEqual(answer?.to, 9, "receiver of the answer");
  });
});

labTest("E2AC-6 what is committed is there before ready is called", (t) => {
  const node = new RawTestNode(t, { storage: restarted() }).expectHasReady(true);
  const ready = node.expectReady({ committed: "(1,1)" });
  node.advance(ready).expectHasReady(false);
  node.expectReady({});
});

// A vote must be stored before it is told: one batch holds both.
labTest("E2AC-7 a vote and its answer are in one batch", (t) => {
  const node = new RawTestNode(t, three).step({ msgType: MsgRequestVote, from: 2, term: 4 });
  node.expectReady({
    hard: "term 4, vote 2, commit 0",
    messages: ["MsgRequestVoteResponse 1→2 term 4"],
  });
});

labTest("E2AC-8 a node restarts behind a snapshot", (t) => {
  const storage = newStorage();
  const metadata = { index: 5, term: 1, confState: { nodes: [1, 2] } };
  storage.applySnapshot({ data: Buffer.of(), metadata });
  storage.setHardState({ term: 1, vote: 0, commit: 5 });
  const node = new RawTestNode(t, { storage }).expectHasReady(false);
  node.do("has the members {1,2}, and no progress to show", (rawNode) => {
    t.expectEqual([...rawNode.raft.prs.keys()].sort().join(), "1,2", "members");
    t.expectEqual(rawNode.getProgress().size, 0, "size of getProgress()");
  });
});

labTest("E2AC-9 messages alone, and a new role alone, are something to do", (t) => {
  const node = new RawTestNode(t, three).step(append("(1,1)"));
  node.handleReady();
  node.expectHasReady(false).step({ msgType: MsgHeartbeat, from: 2, term: 1 }).expectHasReady(true);
  node.advance(node.expectReady({ messages: ["MsgHeartbeatResponse 1→2 term 1"] }));
  const ready = node.expectHasReady(false).campaign().ready();
  // It loses the election while its batch is being done: its role is all that changes.
  for (const from of [2, 3]) {
    node.step({ msgType: MsgRequestVoteResponse, from, term: 2, reject: true });
  }
  node.store(ready).advance(ready).expectHasReady(true);
  node.advance(node.expectReady({ soft: "lead 0, follower" })).expectHasReady(false);
});
