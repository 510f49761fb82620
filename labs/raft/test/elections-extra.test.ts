/** Part 2AA, what the original scenarios let pass: votes, roles and terms. */

import { labTest } from "@tinykv/lab-kit";
import { MessageType } from "@tinykv/proto";
import { lab, newStorage } from "./raft-lab.ts";
import { Candidate, Follower, Leader, TestNode } from "./test-node.ts";

const { MsgRequestVote, MsgRequestVoteResponse, MsgAppend, MsgHeartbeat, MsgSnapshot } =
  MessageType;
const three = { peers: [1, 2, 3] };
const five = { peers: [1, 2, 3, 4, 5] };
/** A snapshot that holds nothing: as a message of a leader it counts, as a snapshot it does not. */
const emptySnapshot = {
  metadata: { index: 0, term: 0, confState: { nodes: [] } },
  data: Buffer.of(),
};

/** One of the three messages that only a leader sends. */
const fromLeader = [
  { msgType: MsgAppend },
  { msgType: MsgHeartbeat },
  { msgType: MsgSnapshot, snapshot: emptySnapshot },
] as const;

// Raft paper §5.1: it does not matter what the message of a newer term is.
labTest("E2AA-5 any message of a newer term ends a leader's or candidate's time", (t) => {
  const types = [MsgAppend, MsgHeartbeat, MsgRequestVoteResponse, MsgRequestVote];
  for (const begin of ["lead", "becomeCandidate"] as const) {
    for (const msgType of types) {
      const node = new TestNode(t, three);
      node[begin]().step({ msgType, from: 2, term: 7, reject: true });
      node.expect({ state: Follower, term: 7 });
      const isLeader = msgType === MsgAppend || msgType === MsgHeartbeat;
      node.expect({ lead: isLeader ? 2 : 0 });
      if (msgType !== MsgRequestVote) node.expect({ vote: 0 });
    }
  }
});

// Guards against a vote that is forgotten on the way back to follower: two leaders in one term.
labTest("E2AA-6 a candidate that falls back has still voted", (t) => {
  for (const fields of fromLeader) {
    const node = new TestNode(t, three).hup().expect({ state: Candidate, term: 1 });
    node.clear().step({ ...fields, from: 2, term: 1 });
    node.expect({ state: Follower, lead: 2, vote: 1 }).clear();
    node.step({ msgType: MsgRequestVote, from: 3, term: 1, index: 9, logTerm: 1 });
    node.expectSent({ msgType: MsgRequestVoteResponse, to: 3, term: 1, reject: true });
  }
});

// Guards against counting answers in place of voters.
labTest("E2AA-9 a vote that is delivered twice counts once", (t) => {
  const node = new TestNode(t, five).hup();
  const grant = (from: number): TestNode =>
    node.step({ msgType: MsgRequestVoteResponse, from, term: 1 });
  grant(2);
  grant(2).expect({ state: Candidate });
  grant(3).expect({ state: Leader });
  const lastIndex = node.raft.raftLog.lastIndex();
  grant(4);
  grant(5).expect({ state: Leader, lastIndex });
});

// Raft paper §5.2 and Figure 2: term and vote are stored, so that a restart does not vote twice.
labTest("E2AA-10 term and vote are restored", (t) => {
  const storage = newStorage();
  storage.setHardState({ term: 3, vote: 2, commit: 0 });
  const node = new TestNode(t, { ...three, storage });
  node.expect({ term: 3, vote: 2, state: Follower, lead: 0 });
  node.step({ msgType: MsgRequestVote, from: 3, term: 3 });
  node.expectSent({ msgType: MsgRequestVoteResponse, to: 3, term: 3, reject: true });
  node.step({ msgType: MsgRequestVote, from: 2, term: 3 });
  node.expectSent({ msgType: MsgRequestVoteResponse, to: 2, term: 3 });
});

labTest("E2AA-11 votes of an older term do not count", (t) => {
  const node = new TestNode(t, three).becomeCandidate().becomeCandidate().becomeCandidate();
  node.step({ msgType: MsgRequestVoteResponse, from: 2, term: 2 });
  node.step({ msgType: MsgRequestVoteResponse, from: 3, term: 1 });
  node.expect({ state: Candidate, term: 3 });
});

// Guards against a leader, a vote or answers that outlive the term they belong to.
labTest("E2AA-12 nothing of an earlier term is carried over", (t) => {
  new TestNode(t, three).becomeFollower(1, 2).tick(19).expect({ lead: 0, vote: 1 });

  const deposed = new TestNode(t, three).lead();
  deposed.step({ msgType: MsgRequestVoteResponse, from: 2, term: 9, reject: true });
  deposed.expect({ state: Follower, lead: 0, vote: 0, term: 9 });

  const node = new TestNode(t, five).hup();
  const grant = (from: number, term: number): TestNode =>
    node.step({ msgType: MsgRequestVoteResponse, from, term });
  grant(2, 1);
  node.hup();
  grant(3, 2).expect({ state: Candidate, term: 2 });
  grant(4, 2).expect({ state: Leader });
});

labTest("a bad configuration is refused", (t) => {
  const good = { id: 1, electionTick: 10, heartbeatTick: 1, storage: newStorage() };
  const random = t.random.fork("config");
  const bad = [
    ["id 0", { ...good, id: 0 }],
    ["heartbeatTick 0", { ...good, heartbeatTick: 0 }],
    ["electionTick not above heartbeatTick", { ...good, electionTick: 1 }],
  ] as const;
  for (const [what, config] of bad) {
    t.stepNow(`make a node with ${what}`, () => {
      let isRefused = false;
      try {
        lab.newRaft({ ...config, random });
      } catch {
        isRefused = true;
      }
      t.expectTrue(isRefused, "refused");
    });
  }
  new TestNode(t, three).expect({ state: Follower });
});
