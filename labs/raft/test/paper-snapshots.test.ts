/** Raft paper, section 7: what it claims of snapshots, claim by claim. */

import { labTest } from "@tinykv/lab-kit";
import { MessageType, type Snapshot } from "@tinykv/proto";
import { newStorage } from "./raft-lab.ts";
import { Candidate, Follower, log, TestNode, written } from "./test-node.ts";

const { MsgAppend, MsgRequestVote, MsgRequestVoteResponse, MsgSnapshot } = MessageType;

function snapshotOf(index: number, term: number, data = ""): Snapshot {
  const metadata = { index, term, confState: { nodes: [1, 2, 3] } };
  return { data: Buffer.from(data), metadata };
}

/** A member of {1,2,3} whose log is a snapshot of index 5 and term 3, and nothing else. */
function behind5(t: TestNode["t"]): TestNode {
  const storage = newStorage();
  storage.applySnapshot(snapshotOf(5, 3, "state at 5"));
  storage.setHardState({ term: 3, vote: 0, commit: 5 });
  return new TestNode(t, { storage });
}

/** The same member, but it has just got the snapshot, which is not stored yet. */
function given5(t: TestNode["t"]): TestNode {
  const node = new TestNode(t, { peers: [1, 2, 3] });
  const snapshot = snapshotOf(5, 3, "state at 5");
  return node.step({ msgType: MsgSnapshot, from: 3, term: 3, snapshot }).clear();
}

// "… the last included index … and the last included term … the latest configuration."
labTest("paper §7: a snapshot goes with its index, its term and the members", (t) => {
  const node = behind5(t).lead().clear();
  node.do("next of 2 is 3: what it needs is gone", ({ prs }) => {
    const progress = prs.get(2);
    if (progress !== undefined) progress.next = 3;
  });
  node.do("sendAppend(2)", (raft) => {
    t.expectTrue(raft.sendAppend(2), "the result of sendAppend");
  });
  node.sent("the snapshot, whole", (messages) => {
    const words = messages.map(({ msgType, to, term, snapshot }) => {
      const { index, term: of, confState } = snapshot?.metadata ?? {};
      const content = `${index}/${of} of {${confState?.nodes.join()}} "${String(snapshot?.data)}"`;
      return `type ${msgType} to ${to} term ${term}: ${content}`;
    });
    const wanted = `type ${MsgSnapshot} to 2 term 4: 5/3 of {1,2,3} "state at 5"`;
    t.expectEqual(words.join("; "), wanted, "messages");
  });
});

// "These are preserved to support the AppendEntries consistency check": and that of votes.
labTest("paper §7: index and term of a snapshot stand for the log that is gone", (t) => {
  const request = { msgType: MsgRequestVote, from: 2 };
  const answer = { msgType: MsgRequestVoteResponse, to: 2 };
  for (const [index, logTerm, reject] of [
    [4, 3, true],
    [9, 2, true],
    [5, 3, false],
    [1, 4, false],
  ] as const) {
    const node = given5(t).step({ ...request, term: 5, index, logTerm });
    node.expectSent({ ...answer, term: 5, reject });
  }
  const node = given5(t).becomeFollower(4, 2);
  const entries = written(log('(6,4,"x")'));
  node.step({ msgType: MsgAppend, from: 2, term: 4, index: 5, logTerm: 3, commit: 6, entries });
  node.expectLog(log('(6,4,"x")'), 6);
});

// Figure 13, step 7: "Discard the entire log", even what has a higher index than the snapshot.
labTest("paper §7: a log that contradicts the snapshot is discarded whole", (t) => {
  const stored = log('(1,1)(2,1)(3,1)(4,1)(5,1)(6,1,"lost")(7,1,"lost")');
  const node = new TestNode(t, { peers: [1, 2, 3], stored }).becomeFollower(2, 2);
  node.step({ msgType: MsgSnapshot, from: 2, term: 2, snapshot: snapshotOf(5, 2) });
  node.expectLog([], 5).expect({ lastIndex: 5, stabled: 5, lead: 2 });
  node.do("term(5) is 2", ({ raftLog }) => t.expectEqual(raftLog.term(5), 2, "term(5)"));
});

// InstallSnapshot comes from a leader, like AppendEntries: section 5.2 holds for it.
labTest("paper §7: a candidate that gets a snapshot of its term follows", (t) => {
  const node = new TestNode(t, { peers: [1, 2, 3] }).hup().expect({ state: Candidate, term: 1 });
  node.step({ msgType: MsgSnapshot, from: 3, term: 1, snapshot: snapshotOf(5, 1) });
  node.expect({ state: Follower, term: 1, lead: 3, vote: 1, committed: 5 });
});
