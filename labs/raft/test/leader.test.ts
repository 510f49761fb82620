/** Part 2AB, the scenarios of the original course about one leader: what it sends and commits. */

import { labTest } from "@tinykv/lab-kit";
import { type Message, MessageType } from "@tinykv/proto";
import { acceptOf, Follower, log, TestNode, written } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgRequestVote } = MessageType;
const three = { peers: [1, 2, 3] };

/** Steps the answers of those followers that have nothing against what was sent to them. */
function acceptAll(node: TestNode, messages: readonly Message[], from?: readonly number[]): void {
  for (const message of messages) {
    if (from === undefined || from.includes(message.to)) node.step(acceptOf(message));
  }
}

// Raft paper §5.3: the new entry, after the one just before it, to every follower.
labTest("TestLeaderStartReplication2AB", (t) => {
  const node = new TestNode(t, three).lead().commitNoop().propose("some data");
  node.expect({ lastIndex: 2, committed: 1 });
  const entries = written([[2, 1, "some data"]]);
  const append = { msgType: MsgAppend, term: 1, index: 1, logTerm: 1, entries, commit: 1 };
  node.expectSent({ ...append, to: 2 }, { ...append, to: 3 });
  node.expectUnstable([[2, 1, "some data"]]);
});

// Raft paper §5.3: committed once a majority has it; the followers are told at once.
labTest("TestLeaderCommitEntry2AB", (t) => {
  const node = new TestNode(t, three).lead().commitNoop().propose("some data");
  acceptAll(node, node.take());
  node.expect({ committed: 2 }).expectNextEnts([[2, 1, "some data"]]);
  node.sent("one append for each follower, with commit 2", (messages) => {
    const words = messages.map(({ msgType, to, commit }) => `${msgType} to ${to} commit ${commit}`);
    node.expectTexts(
      words,
      [2, 3].map((to) => `${MsgAppend} to ${to} commit 2`),
      "messages",
    );
  });
});

// Raft paper §5.3: a majority of all members, this node included.
labTest("TestLeaderAcknowledgeCommit2AB", (t) => {
  const rows = [
    [1, [], true],
    [3, [], false],
    [3, [2], true],
    [3, [2, 3], true],
    [5, [], false],
    [5, [2], false],
    [5, [2, 3], true],
    [5, [2, 3, 4], true],
    [5, [2, 3, 4, 5], true],
  ] as const;
  for (const [size, accepting, isCommitted] of rows) {
    const peers = Array.from({ length: size }, (_, at) => at + 1);
    const node = new TestNode(t, { peers }).lead().commitNoop().propose("some data");
    acceptAll(node, node.take(), accepting);
    node.expect({ committed: isCommitted ? 2 : 1 });
  }
});

// Raft paper §5.3: with an entry, everything before it is committed too.
labTest("TestLeaderCommitPrecedingEntries2AB", (t) => {
  const logs = [[], log("(1,2)"), log("(1,1)(2,2)"), log("(1,1)")];
  for (const stored of logs) {
    const node = new TestNode(t, { ...three, stored });
    node.do("term = 2", (raft) => Object.assign(raft, { term: 2 }));
    node.lead().propose("some data");
    acceptAll(node, node.take());
    const last = stored.length;
    node.expectNextEnts([...stored, [last + 1, 3], [last + 2, 3, "some data"]]);
  }
});

// Raft paper §5.4.2, Figure 8: never by counting alone.
labTest("TestLeaderOnlyCommitsLogFromCurrentTerm2AB", (t) => {
  const stored = log("(1,1)(2,2)");
  for (const [index, committed] of [
    [1, 0],
    [2, 0],
    [3, 3],
  ] as const) {
    const node = new TestNode(t, { peers: [1, 2], stored });
    node.do("term = 2", (raft) => Object.assign(raft, { term: 2 }));
    node.lead().clear().propose();
    node.step({ msgType: MsgAppendResponse, from: 2, term: 3, index });
    node.expect({ term: 3, committed });
  }
});

labTest("TestAllServerStepdown2AB", (t) => {
  const begins = [
    [(node: TestNode) => node.becomeFollower(1, 0), 0],
    [(node: TestNode) => node.becomeCandidate(), 0],
    [(node: TestNode) => node.lead(), 1],
  ] as const;
  for (const [begin, lastIndex] of begins) {
    const node = begin(new TestNode(t, three));
    for (const [msgType, lead] of [
      [MsgRequestVote, 0],
      [MsgAppend, 2],
    ] as const) {
      node.step({ msgType, from: 2, term: 3, logTerm: 3 });
      node.expect({ state: Follower, term: 3, lastIndex, lead });
      node.do(`holds ${lastIndex} entries`, ({ raftLog }) => {
        t.expectEqual(raftLog.allEntries().length, lastIndex, "number of entries");
      });
    }
  }
});
