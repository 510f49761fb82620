/**
 * Part 2AA, the scenarios of the original course about elections: who may lead, and who may not.
 */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { MessageType } from "@tinykv/proto";
import { StateType } from "../src/state-type.ts";
import { Network } from "./network.ts";
import { Candidate, Follower, Leader, TestNode } from "./test-node.ts";

const { MsgRequestVote, MsgRequestVoteResponse, MsgAppend, MsgHeartbeat } = MessageType;
const three = { peers: [1, 2, 3] };

// Raft paper §5.2: votes of a majority of all members, not of those that answer.
labTest("TestLeaderElection2AA", (t) => {
  const shapes = [
    ["xxx", Leader],
    ["xx.", Leader],
    ["x..", Candidate],
    ["x..x", Candidate],
    ["x..xx", Leader],
  ] as const;
  for (const [shape, state] of shapes) {
    Network.of(t, shape).hup(1).node(1).expect({ state, term: 1 });
  }
});

// A node that has voted or led in an earlier term may lead in a later one.
labTest("TestLeaderCycle2AA", (t) => {
  const net = Network.of(t, "xxx");
  for (const leader of [1, 2, 3]) {
    net.hup(leader);
    for (const { id } of net.nodes) {
      net.node(id).expect({ state: id === leader ? Leader : Follower });
    }
  }
});

// A newer term is a new election: whatever the node was, it is free to vote.
labTest("TestVoteFromAnyState2AA", (t) => {
  for (const state of Object.values(StateType)) {
    const node = nodeInTermOne(t, state);
    node.clear();
    const term = node.raft.term + 1;
    node.step({ msgType: MsgRequestVote, from: 2, term, logTerm: term, index: 42 });
    node.expectSent({ msgType: MsgRequestVoteResponse, to: 2, term });
    node.expect({ state: Follower, term, vote: 2 });
  }
});

function nodeInTermOne(t: LabContext, state: StateType): TestNode {
  const node = new TestNode(t, three);
  node.do("term = 1", (raft) => {
    raft.term = 1;
  });
  if (state === Follower) node.becomeFollower(1, 3);
  if (state === Candidate) node.becomeCandidate();
  if (state === Leader) node.lead();
  return node;
}

// A quorum of one is reached by its own vote.
labTest("TestSingleNodeCandidate2AA", (t) => {
  Network.of(t, "x").hup(1).node(1).expect({ state: Leader });
});

// Raft paper §5.2: a candidate that hears the leader of a term at least as new follows it.
for (const [name, msgType] of [
  ["TestCandidateResetTermMessageType_MsgHeartbeat2AA", MsgHeartbeat],
  ["TestCandidateResetTermMessageType_MsgAppend2AA", MsgAppend],
] as const) {
  labTest(name, (t) => {
    const net = Network.of(t, "xxx");
    const [a, b, c] = [net.node(1), net.node(2), net.node(3)];
    net.hup(1);
    a.expect({ state: Leader });
    b.expect({ state: Follower });
    c.expect({ state: Follower });
    net.isolate(3).hup(2).hup(1);
    a.expect({ state: Leader });
    b.expect({ state: Follower });
    tickUntil(c, Candidate);
    net.recover().send({ msgType, from: 1, to: 3, term: a.raft.term });
    c.expect({ state: Follower, term: a.raft.term });
  });
}

function tickUntil(node: TestNode, state: StateType): void {
  node.do("tick until it campaigns", (raft) => {
    for (let ticks = 0; raft.state !== state; ticks += 1) {
      if (ticks > 1000) node.t.fail("1000 ticks without a leader, and no campaign");
      raft.tick();
    }
  });
}

// Raft paper §5.1: who hears of a newer term steps down.
labTest("TestDisruptiveFollower2AA", (t) => {
  const net = Network.of(t, "xxx");
  const [a, b, c] = [net.node(1), net.node(2), net.node(3)];
  for (const node of net.nodes) node.becomeFollower(1, 0);
  net.hup(1);
  tickUntil(c, Candidate);
  a.expect({ state: Leader, term: 2 });
  b.expect({ state: Follower, term: 2 });
  c.expect({ state: Candidate, term: 3 });
  net.send({ msgType: MsgHeartbeat, from: 1, to: 3, term: 2 });
  a.expect({ state: Follower, term: 3 });
});

// A leader goes on leading if somebody asks it to campaign.
labTest("TestCampaignWhileLeader2AA", (t) => {
  const node = new TestNode(t, { peers: [1], electionTick: 5 }).expect({ state: Follower });
  node.hup().expect({ state: Leader });
  const { term } = node.raft;
  node.hup().expect({ state: Leader, term });
});

// Two candidates of one term split the votes; the next term decides.
labTest("TestSplitVote2AA", (t) => {
  const net = Network.of(t, "xxx");
  for (const node of net.nodes) node.becomeFollower(1, 0);
  net.hup(1).isolate(1);
  const hup = { msgType: MessageType.MsgHup };
  net.send({ ...hup, from: 2, to: 2 }, { ...hup, from: 3, to: 3 });
  net.node(2).expect({ state: Candidate, term: 3 });
  net.node(3).expect({ state: Candidate, term: 3 });
  net.hup(2);
  net.node(2).expect({ state: Leader, term: 4 });
  net.node(3).expect({ state: Follower, term: 4 });
});

// Raft paper §5.1, for each role.
labTest("TestFollowerUpdateTermFromMessage2AA", (t) => {
  followsNewerTerm(new TestNode(t, three).becomeFollower(1, 2));
});
labTest("TestCandidateUpdateTermFromMessage2AA", (t) => {
  followsNewerTerm(new TestNode(t, three).becomeCandidate());
});
labTest("TestLeaderUpdateTermFromMessage2AA", (t) => {
  followsNewerTerm(new TestNode(t, three).lead());
});

function followsNewerTerm(node: TestNode): void {
  node.step({ msgType: MsgAppend, term: 2 }).expect({ term: 2, state: Follower });
}

// Raft paper §5.2: servers begin as followers.
labTest("TestStartAsFollower2AA", (t) => {
  new TestNode(t, three).expect({ state: Follower, lead: 0, term: 0, vote: 0 });
});

// Raft paper §5.2: term + 1, a vote for itself, a request to every other.
labTest("TestFollowerStartElection2AA", (t) => {
  startsElection(new TestNode(t, three).becomeFollower(1, 2));
});
labTest("TestCandidateStartNewElection2AA", (t) => {
  startsElection(new TestNode(t, three).becomeCandidate());
});

function startsElection(node: TestNode): void {
  node.tick(19).expect({ term: 2, state: Candidate, vote: 1 });
  node.do("has its own vote", ({ votes }) => node.t.expectEqual(votes.get(1), true, "votes[1]"));
  const request = { msgType: MsgRequestVote, term: 2 };
  node.expectSent({ ...request, to: 2 }, { ...request, to: 3 });
}

// Grants are written +2, refusals -2.
const rounds = [
  [1, [], Leader],
  [3, [2, 3], Leader],
  [3, [2], Leader],
  [5, [2, 3, 4, 5], Leader],
  [5, [2, 3, 4], Leader],
  [5, [2, 3], Leader],
  [3, [], Candidate],
  [5, [2], Candidate],
  [5, [-2, -3], Candidate],
  [5, [], Candidate],
] as const;

// Raft paper §5.2: leader by a majority, and not before.
labTest("TestLeaderElectionInOneRoundRPC2AA", (t) => {
  for (const [size, answers, state] of rounds) {
    const peers = Array.from({ length: size }, (_, at) => at + 1);
    const node = new TestNode(t, { peers }).hup();
    for (const answer of answers) {
      const from = Math.abs(answer);
      node.step({ msgType: MsgRequestVoteResponse, from, term: 1, reject: answer < 0 });
    }
    node.expect({ state, term: 1 });
  }
});

// Raft paper §5.2: one vote in a term, first come, first served.
labTest("TestFollowerVote2AA", (t) => {
  const votes = [
    [0, 1, false],
    [0, 2, false],
    [1, 1, false],
    [2, 2, false],
    [1, 2, true],
    [2, 1, true],
  ] as const;
  for (const [vote, from, reject] of votes) {
    const node = new TestNode(t, three);
    node.do(`term = 1, vote = ${vote}`, (raft) => Object.assign(raft, { term: 1, vote }));
    node.step({ msgType: MsgRequestVote, from, term: 1 });
    node.expectSent({ msgType: MsgRequestVoteResponse, to: from, term: 1, reject });
  }
});

// Raft paper §5.2: a candidate accepts a leader of its own term, or of a newer one.
labTest("TestCandidateFallback2AA", (t) => {
  for (const term of [1, 2]) {
    const node = new TestNode(t, three).hup().expect({ state: Candidate, term: 1 });
    node.step({ msgType: MsgAppend, from: 2, term }).expect({ state: Follower, term });
  }
});
