/** Part 2AB, the scenarios of the original course about whole groups: logs become the same. */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { Entry, MessageType } from "@tinykv/proto";
import type { MemoryStorage } from "../src/memory-storage.ts";
import { blackHole, Network } from "./network.ts";
import { newStorage } from "./raft-lab.ts";
import { Candidate, Follower, Leader, log, TestNode, type Written, written } from "./test-node.ts";

const { MsgAppend, MsgRequestVoteResponse, MsgPropose } = MessageType;
const two = { peers: [1, 2], electionTick: 5 };

// Stepping one and the same object must append a new entry each time.
labTest("TestProgressLeader2AB", (t) => {
  const node = new TestNode(t, two).lead();
  const entries = [Entry.fromPartial({ data: Buffer.from("foo") })];
  for (let round = 0; round < 5; round += 1) {
    node.expectProgress(1, { match: round + 1, next: round + 2 });
    node.step({ msgType: MsgPropose, from: 1, entries });
  }
});

// Raft paper §5.4.1: a log of an older term loses against newer ones, and is overwritten later.
labTest("TestLeaderElectionOverwriteNewerLogs2AB", (t) => {
  const peers = [1, 2, 3, 4, 5];
  const withLog = (id: number, term: number): TestNode => {
    const node = new TestNode(t, { id, peers, electionTick: 5, stored: [[1, term]] });
    node.do(`term = ${term}`, (raft) => Object.assign(raft, { term }));
    return node;
  };
  const withVote = (id: number): TestNode => {
    const storage = newStorage();
    storage.setHardState({ vote: 3, term: 2, commit: 0 });
    return new TestNode(t, { id, peers, electionTick: 5, storage });
  };
  const nodes = [withLog(1, 1), withLog(2, 1), withLog(3, 2), withVote(4), withVote(5)];
  const net = new Network(t, nodes);
  net.hup(1).node(1).expect({ state: Follower, term: 2 });
  net.hup(1).node(1).expect({ state: Leader, term: 3 });
  for (const node of net.nodes) node.expectLog(log("(1,1)(2,3)"));
});

labTest("TestLogReplication2AB", (t) => {
  const few = Network.of(t, "xxx").hup(1).propose(1, "somedata");
  expectApplied(few, 2, ["somedata"]);
  const more = Network.of(t, "xxx").hup(1).propose(1, "somedata").hup(2);
  const entries = [Entry.fromPartial({ data: Buffer.from("somedata") })];
  more.send({ msgType: MsgPropose, from: 1, to: 2, entries });
  expectApplied(more, 4, ["somedata", "somedata"]);
});

function expectApplied(net: Network, committed: number, data: readonly string[]): void {
  for (const node of net.nodes) {
    node.expect({ committed }).do(`applies ${data.join(", ")}`, () => {
      const applied = node.applyAll().filter((entry) => entry.data.length > 0);
      node.t.expectEqual(applied.map((one) => String(one.data)).join(), data.join(), "commands");
    });
  }
}

labTest("TestSingleNodeCommit2AB", (t) => {
  Network.of(t, "x").hup(1).propose(1, "a").propose(1, "b").node(1).expect({ committed: 3 });
});

// Raft paper §5.4.2: entries of an earlier term are committed along with the first of the new one.
labTest("TestCommitWithoutNewTermEntry2AB", (t) => {
  const net = Network.of(t, "xxxxx").hup(1).cut(1, 3).cut(1, 4).cut(1, 5);
  net.propose(1, "some data").propose(1, "some data").node(1).expect({ committed: 1 });
  net.recover().hup(2).node(1).expect({ committed: 4 });
});

// What was lost on the way is found by the answer to a heartbeat.
labTest("TestCommitWithHeartbeat2AB", (t) => {
  const net = Network.of(t, "xxxxx").hup(1).isolate(5);
  net.propose(1, "some data").propose(1, "some data").node(5).expect({ committed: 1 });
  net.recover().beat(1).node(5).expect({ committed: 3 });
});

// Raft paper §5.4.1: the candidate with the shorter log disrupts, and does not win.
labTest("TestDuelingCandidates2AB", (t) => {
  const net = Network.of(t, "xxx").cut(1, 3).hup(1).hup(3);
  net.node(1).expect({ state: Leader });
  net.node(3).expect({ state: Candidate });
  net.recover().hup(3);
  for (const node of net.nodes) node.expect({ state: Follower, term: 2 });
  net.node(1).expectLog(log("(1,1)"), 1);
  net.node(2).expectLog(log("(1,1)"), 1);
  net.node(3).expectLog([], 0);
});

labTest("TestCandidateConcede2AB", (t) => {
  const net = Network.of(t, "xxx").isolate(1).hup(1).hup(3).recover();
  net.beat(3).propose(3, "force follower").beat(3);
  net.node(1).expect({ state: Follower, term: 1 });
  for (const node of net.nodes) node.expectLog(log('(1,1)(2,1,"force follower")'), 2);
});

labTest("TestOldMessages2AB", (t) => {
  const net = Network.of(t, "xxx").hup(1).hup(2).hup(1);
  net.node(1).expect({ state: Leader, term: 3 });
  const entries = written([[3, 2]]);
  net.send({ msgType: MsgAppend, from: 2, to: 1, term: 2, entries });
  net.propose(1, "somedata");
  for (const node of net.nodes) node.expectLog(log('(1,1)(2,2)(3,3)(4,3,"somedata")'), 4);
});

labTest("TestProposal2AB", (t) => {
  const shapes = [
    ["xxx", true],
    ["xx.", true],
    ["x..", false],
    ["x..x", false],
    ["x..xx", true],
  ] as const;
  for (const [shape, isCommitted] of shapes) {
    const net = Network.of(t, shape).hup(1).propose(1, "somedata");
    for (const node of net.nodes) {
      if (!isCommitted) node.expectLog([], 0);
      else node.expectLog(log('(1,1)(2,1,"somedata")'), 2);
    }
    net.node(1).expect({ term: 1 });
  }
});

// A heartbeat's commit index is bounded by what the member has; node 1 has a tail nobody else has.
labTest("TestHeartbeatUpdateCommit2AB", (t) => {
  const rows = [
    [1, 1],
    [5, 3],
    [5, 10],
  ] as const;
  for (const [lost, kept] of rows) {
    const net = Network.of(t, "xxx").hup(1).isolate(1);
    proposeTimes(net, 1, lost);
    expectAtMostOneCommitted(t, net.node(1));
    net.hup(2);
    proposeTimes(net, 2, kept);
    for (const id of [2, 3]) net.node(id).expect({ committed: 2 + kept });
    net.recover().ignore(MsgAppend).beat(2);
    expectAtMostOneCommitted(t, net.node(1));
  }
});

function proposeTimes(net: Network, id: number, times: number): void {
  for (let at = 0; at < times; at += 1) net.propose(id);
}

function expectAtMostOneCommitted(t: LabContext, node: TestNode): void {
  node.do("has committed nothing that others do not have", ({ raftLog }) => {
    t.expectTrue(raftLog.committed <= 1, `committed ${raftLog.committed} ≤ 1`);
  });
}

labTest("TestLeaderIncreaseNext2AB", (t) => {
  const stored = log("(1,1)(2,1)(3,1)");
  const leader = new TestNode(t, { id: 1, peers: [1, 2], stored });
  const others = [2, 3].map((id) => new TestNode(t, { id, peers: [1, 2, 3] }));
  new Network(t, [leader, ...others]).hup(1).propose(1, "somedata");
  leader.expectProgress(2, { next: 6 });
});

const leaderTerms = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
const followerTerms = [
  [1, 1, 1, 4, 4, 5, 5, 6, 6],
  [1, 1, 1, 4],
  [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
  [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
  [1, 1, 1, 4, 4, 4, 4],
  [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
];

// Raft paper §5.3, Figure 7: whatever a follower has, in the end it has what the leader has.
labTest("TestLeaderSyncFollowerLog2AB", (t) => {
  const storageOf = (terms: readonly number[]): MemoryStorage => {
    const storage = newStorage();
    storage.append(written([[0, 0], ...terms.map((term, at): Written => [at + 1, term])]));
    return storage;
  };
  for (const terms of followerTerms) {
    const peers = [1, 2, 3];
    t.stepNow(`the follower's log has the terms ${terms.join(" ")}`, () => undefined);
    const leader = new TestNode(t, { id: 1, peers, storage: storageOf(leaderTerms) });
    leader.do("term = 8, committed 10", (raft) => {
      raft.term = 8;
      raft.raftLog.committed = leaderTerms.length;
    });
    const follower = new TestNode(t, { id: 2, peers, storage: storageOf(terms) });
    follower.do("term = 7", (raft) => Object.assign(raft, { term: 7 }));
    const net = new Network(t, [leader, follower, blackHole]).hup(1);
    net.send({ msgType: MsgRequestVoteResponse, from: 3, to: 1, term: 9 }).propose(1);
    const all = [...leaderTerms, 9, 9].map((term, at): Written => [at + 1, term]);
    for (const node of net.nodes) node.expectLog(all, 12).expect({ applied: 0 });
  }
});
