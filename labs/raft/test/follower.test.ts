/** Part 2AB, the scenarios of the original course about one follower: appends, and votes by log. */

import { labTest } from "@tinykv/lab-kit";
import { Message, MessageType } from "@tinykv/proto";
import { lab, newStorage } from "./raft-lab.ts";
import { Candidate, Follower, Leader, log, TestNode, type Written, written } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgRequestVote, MsgRequestVoteResponse } = MessageType;
const three = { peers: [1, 2, 3] };
const twoTerms = log("(1,1)(2,2)");

// term, logTerm, index, commit, entries; then: lastIndex, committed, reject
const appends = [
  [3, 3, 2, 3, "", 2, 0, true],
  [3, 3, 3, 3, "", 2, 0, true],
  [2, 1, 1, 1, "", 2, 1, false],
  [2, 0, 0, 1, "(1,2)", 1, 1, false],
  [2, 2, 2, 3, "(3,2)(4,2)", 4, 3, false],
  [2, 2, 2, 4, "(3,2)", 3, 3, false],
  [2, 1, 1, 4, "(2,2)", 2, 2, false],
  [2, 1, 1, 3, "", 2, 1, false],
  [2, 1, 1, 3, "(2,2)", 2, 2, false],
  [2, 2, 2, 3, "", 2, 2, false],
  [2, 2, 2, 4, "", 2, 2, false],
] as const;

// Raft paper, Figure 2, AppendEntries RPC, receiver's points 2 to 5.
labTest("TestHandleMessageType_MsgAppend2AB", (t) => {
  for (const [term, logTerm, index, commit, entries, lastIndex, committed, reject] of appends) {
    const node = new TestNode(t, { peers: [1], stored: twoTerms }).becomeFollower(2, 0);
    const fields = { msgType: MsgAppend, term, logTerm, index, commit };
    const message = Message.fromPartial({ ...fields, entries: written(log(entries)) });
    node.do(`handleAppendEntries(index ${index}, logTerm ${logTerm}, commit ${commit})`, (raft) =>
      raft.handleAppendEntries(message),
    );
    node.expect({ lastIndex, committed });
    node.sent(reject ? "a reject" : "an accept", (messages) => {
      t.expectEqual(messages.length, 1, "number of messages");
      t.expectEqual(messages[0]?.reject, reject, "reject");
    });
  }
});

// Raft paper §5.4.1. Rows are the candidate's last index, columns its last term, 0 to 3.
const refusedAt = [
  [true, true, true, false],
  [true, true, true, false],
  [true, true, false, false],
  [true, true, false, false],
];

labTest("TestRecvMessageType_MsgRequestVote2AB", (t) => {
  const rows = refusedAt.flatMap((row, index) =>
    row.map((reject, logTerm) => [Follower, index, logTerm, 0, reject] as const),
  );
  const others = [
    [Follower, 3, 2, 2, false],
    [Follower, 3, 2, 1, true],
    [Leader, 3, 3, 1, true],
    [Candidate, 3, 3, 1, true],
  ] as const;
  for (const [state, index, logTerm, vote, reject] of [...rows, ...others]) {
    const node = new TestNode(t, { peers: [1, 2] });
    const term = Math.max(2, logTerm);
    node.do(`log (1,2)(2,2), state = ${state}, vote = ${vote}, term = ${term}`, (raft) => {
      const storage = newStorage([{}, ...written(log("(1,2)(2,2)"))]);
      Object.assign(raft, { state, vote, raftLog: lab.newLog(storage), term });
    });
    node.step({ msgType: MsgRequestVote, from: 2, index, logTerm, term });
    node.expectSent({ msgType: MsgRequestVoteResponse, to: 2, term, reject });
  }
});

// The follower's side of commitment: what the leader says, as far as the message reaches.
labTest("TestFollowerCommitEntry2AB", (t) => {
  const rows: readonly [Written[], number][] = [
    [log('(1,1,"some data")'), 1],
    [log('(1,1,"some data")(2,1,"some data2")'), 2],
    [log('(1,1,"some data2")(2,1,"some data")'), 2],
    [log('(1,1,"some data")(2,1,"some data2")'), 1],
  ];
  for (const [entries, commit] of rows) {
    const node = new TestNode(t, three).becomeFollower(1, 2);
    const append = { msgType: MsgAppend, from: 2, term: 1, commit };
    node.step({ ...append, entries: written(entries) });
    node.expect({ committed: commit }).expectNextEnts(entries.slice(0, commit));
  }
});

// Raft paper §5.3: the check that makes log matching hold.
labTest("TestFollowerCheckMessageType_MsgAppend2AB", (t) => {
  const rows = [
    [0, 0, false],
    [1, 1, false],
    [2, 2, false],
    [1, 2, true],
    [3, 3, true],
  ] as const;
  for (const [logTerm, index, reject] of rows) {
    const node = new TestNode(t, { ...three, stored: twoTerms });
    node.do("committed = 1", ({ raftLog }) => Object.assign(raftLog, { committed: 1 }));
    node.becomeFollower(2, 2);
    node.step({ msgType: MsgAppend, from: 2, term: 2, logTerm, index });
    node.sent(reject ? "a reject" : "an accept", (messages) => {
      t.expectEqual(messages.length, 1, "number of messages");
      const [answer] = messages;
      t.expectEqual(answer?.msgType, MsgAppendResponse, "message type");
      t.expectEqual(answer?.term, 2, "term");
      t.expectEqual(answer?.reject, reject, "reject");
    });
  }
});

// Raft paper §5.3: what differs goes, what does not differ stays.
labTest("TestFollowerAppendEntries2AB", (t) => {
  const rows: readonly [number, number, number, string, string, string][] = [
    [2, 2, 3, "(3,3)", "(1,1)(2,2)(3,3)", "(3,3)"],
    [1, 1, 4, "(2,3)(3,4)", "(1,1)(2,3)(3,4)", "(2,3)(3,4)"],
    [0, 0, 2, "(1,1)", "(1,1)(2,2)", ""],
    [0, 0, 3, "(1,3)", "(1,3)", "(1,3)"],
  ];
  for (const [index, logTerm, term, entries, all, unstable] of rows) {
    const node = new TestNode(t, { ...three, stored: twoTerms }).becomeFollower(2, 2);
    const append = { msgType: MsgAppend, from: 2, term, logTerm, index };
    node.step({ ...append, entries: written(log(entries)) });
    node.expectLog(log(all)).expectUnstable(log(unstable));
  }
});

// Raft paper §5.4.1: a vote request tells the candidate's last entry, committed or not.
labTest("TestVoteRequest2AB", (t) => {
  const rows: readonly [Written[], number][] = [
    [log("(1,1)"), 2],
    [twoTerms, 3],
  ];
  for (const [entries, term] of rows) {
    const node = new TestNode(t, three);
    node.step({ msgType: MsgAppend, from: 2, term: term - 1, entries: written(entries) });
    node.clear().do("tick until it campaigns", (raft) => {
      for (let tick = 0; tick < 100 && raft.state !== Candidate; tick += 1) raft.tick();
    });
    const [index, logTerm] = entries.at(-1) ?? [0, 0];
    const request = { msgType: MsgRequestVote, term, index, logTerm };
    node.expectSent({ ...request, to: 2 }, { ...request, to: 3 });
  }
});

// Raft paper §5.4.1: first the last term, then the last index.
labTest("TestVoter2AB", (t) => {
  const one = log("(1,1)");
  const two = log("(1,1)(2,1)");
  const rows: readonly [Written[], number, number, boolean][] = [
    [one, 1, 1, false],
    [one, 1, 2, false],
    [two, 1, 1, true],
    [one, 2, 1, false],
    [one, 2, 2, false],
    [two, 2, 1, false],
    [log("(1,2)"), 1, 1, true],
    [log("(1,2)"), 1, 2, true],
    [log("(1,2)(2,1)"), 1, 1, true],
  ];
  for (const [stored, logTerm, index, reject] of rows) {
    const node = new TestNode(t, { peers: [1, 2], stored });
    node.step({ msgType: MsgRequestVote, from: 2, term: 3, logTerm, index });
    node.expectSent({ msgType: MsgRequestVoteResponse, to: 2, term: 3, reject });
  }
});
