/** Part 3A: members come and go, the scenarios of the original course and ours. */

import { labTest } from "@tinykv/lab-kit";
import {
  ConfChange,
  ConfChangeType,
  type Entry,
  EntryType,
  Message,
  MessageType,
} from "@tinykv/proto";
import { messageText } from "./message-text.ts";
import { newStorage } from "./raft-lab.ts";
import { RawTestNode } from "./raw-test-node.ts";
import {
  acceptOf,
  Candidate,
  codeOf,
  Follower,
  Leader,
  plainEntries,
  TestNode,
} from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgHeartbeat, MsgHeartbeatResponse, MsgRequestVoteResponse } =
  MessageType;
const three = { peers: [1, 2, 3] };

labTest("TestAddNode3A", (t) => {
  const node = new TestNode(t, { peers: [1] });
  node.do("addNode(2)", (raft) => raft.addNode(2));
  node.expectMembers(1, 2);
});

labTest("TestRemoveNode3A", (t) => {
  const node = new TestNode(t, { peers: [1, 2] });
  node.do("removeNode(2)", (raft) => raft.removeNode(2));
  node.expectMembers(1);
  node.do("removeNode(1)", (raft) => raft.removeNode(1));
  node.expectMembers();
});

/** Entries as kinds: `normal`, `normal "x"`, `change`. */
function kinds(entries: readonly Entry[]): string {
  const kindOf = ({ entryType, data }: Entry): string => {
    if (entryType === EntryType.EntryConfChange) return "change";
    return data.length === 0 ? "normal" : `normal "${String(data)}"`;
  };
  return entries.map(kindOf).join(", ");
}

// With fewer members a quorum may be there that was not a moment ago.
labTest("TestCommitAfterRemoveNode3A", (t) => {
  const node = new TestNode(t, { peers: [1, 2], electionTick: 5 }).lead();
  const expectApplied = (wanted: string): void =>
    node.do(`applies ${wanted || "nothing"}`, () => {
      t.expectEqual(kinds(node.applyAll()), wanted, "entries to apply");
    });
  node.proposeConfChange();
  expectApplied("");
  const index = node.raft.raftLog.lastIndex();
  node.expect({ lastIndex: 2 }).propose("hello");
  node.step({ msgType: MsgAppendResponse, from: 2, term: node.raft.term, index });
  expectApplied("normal, change");
  node.do("removeNode(2)", (raft) => raft.removeNode(2));
  expectApplied('normal "hello"');
});

function addNode(nodeId: number): ConfChange {
  return ConfChange.fromPartial({ changeType: ConfChangeType.AddNode, nodeId });
}

function encoded(change: ConfChange): string {
  return Buffer.from(ConfChange.encode(change).finish()).toString("hex");
}

labTest("TestRawNodeProposeAndConfChange3A", (t) => {
  const node = new RawTestNode(t, { peers: [1] });
  const first = node.ready();
  node.store(first).advance(first);
  const quiet = node.ready();
  t.stepNow("there is nothing to store", () => {
    t.expectAbsent(quiet.hard, "hard state");
    t.expectEqual(quiet.entries.length, 0, "number of entries");
  });
  node.campaign();
  const ready = node.ready();
  t.stepNow("the leader is node 1", () => t.expectEqual(ready.lead as number, 1, "lead"));
  node.store(ready).propose("somedata");
  node.do("proposeConfChange(add 1)", (rawNode) => rawNode.proposeConfChange(addNode(1)));
  node.do("the last two entries are the proposal and the change", ({ raft: { raftLog } }) => {
    const entries = plainEntries(t, raftLog.allEntries()).slice(-2);
    t.expectEqual(kinds(entries), 'normal "somedata", change', "entries");
    t.expectEqual(entries[1]?.data.toString("hex"), encoded(addNode(1)), "data of the change");
  });
});

labTest("TestRawNodeProposeAddDuplicateNode3A", (t) => {
  const node = new RawTestNode(t, { peers: [1] });
  node.handleReady();
  node.campaign();
  for (let lead: unknown, round = 0; lead !== 1; round += 1) {
    if (round > 10) t.fail("node 1 does not lead after 10 batches");
    lead = node.handleReady().lead;
  }
  for (const change of [addNode(1), addNode(1), addNode(2)]) {
    node.do(`proposeConfChange(add ${change.nodeId})`, (rawNode) =>
      rawNode.proposeConfChange(change),
    );
    node.handleReady();
  }
  t.stepNow("the last three stored entries are the changes", () => {
    const last = node.storage.lastIndex();
    const data = node.storage.entries(last - 2, last + 1).map((one) => one.data.toString("hex"));
    const wanted = [addNode(1), addNode(1), addNode(2)].map(encoded);
    t.expectEqual(data.join(), wanted.join(), "stored data");
  });
  node.do("the members are 1 and 2", ({ raft }) => {
    t.expectEqual([...raft.prs.keys()].sort().join(), "1,2", "members");
  });
});

/** How many changes of the members are in the log. */
function expectChanges(node: TestNode, count: number): void {
  node.do(`has ${count} changes in its log`, ({ raftLog }) => {
    const changes = node
      .plain(raftLog.allEntries())
      .filter(({ entryType }) => entryType === EntryType.EntryConfChange);
    node.t.expectEqual(changes.length, count, "number of changes");
  });
}

/** A change that may be refused, in either way. */
function proposeChange(node: TestNode): void {
  const entries = [{ entryType: EntryType.EntryConfChange, data: Buffer.from("change") }];
  const fields = { msgType: MessageType.MsgPropose, from: 1, to: 1, entries };
  const message = Message.fromPartial(fields);
  node.do(`← ${messageText(message)}, which may be refused`, (raft) => {
    try {
      raft.step(message);
    } catch (error) {
      node.t.expectEqual(codeOf(error), "raft/proposal-dropped", "error code");
    }
  });
}

// Two changes under way could make two majorities without a common member.
labTest("E3A-5 one change at a time", (t) => {
  const node = new TestNode(t, three).lead();
  proposeChange(node);
  expectChanges(node, 1);
  proposeChange(node);
  expectChanges(node, 1);
  const index = node.raft.raftLog.lastIndex();
  node.step({ msgType: MsgAppendResponse, from: 2, term: 1, index });
  proposeChange(node);
  expectChanges(node, 1);
  node.do("applies everything", () => node.applyAll());
  proposeChange(node);
  expectChanges(node, 2);
});

labTest("E3A-6 a new leader counts with an inherited change", (t) => {
  const change = { index: 1, term: 1, entryType: EntryType.EntryConfChange, data: Buffer.of(1) };
  const node = new TestNode(t, { ...three, storage: newStorage([{}, change]) });
  node.do("term = 1", (raft) => Object.assign(raft, { term: 1 }));
  node.lead();
  proposeChange(node);
  expectChanges(node, 1);
  node.do("everything is accepted and applied", (raft) => {
    for (const message of node.take()) raft.step(acceptOf(message));
    for (const id of [2, 3]) raft.sendAppend(id);
    for (const message of node.take()) raft.step(acceptOf(message));
    node.applyAll();
  });
  proposeChange(node);
  expectChanges(node, 2);
});

labTest("E3A-7 adding a member forgets nothing, and assumes nothing", (t) => {
  const node = new TestNode(t, three).lead().propose("a");
  node.step({ msgType: MsgAppendResponse, from: 2, term: 1, index: 2 }).clear();
  for (const id of [2, 4]) node.do(`addNode(${id})`, (raft) => raft.addNode(id));
  node.expectProgress(2, { match: 2 }).expectProgress(4, { match: 0 }).clear().beat();
  const beat = { msgType: MsgHeartbeat, term: 1 };
  node.expectSent({ ...beat, to: 2, commit: 2 }, { ...beat, to: 3 }, { ...beat, to: 4 });
});

labTest("E3A-8 a removal may commit, and is told; who left stays away", (t) => {
  const node = new TestNode(t, { peers: [1, 2, 3, 4] }).lead().propose("a");
  node.do("removeNode(4)", (raft) => raft.removeNode(4));
  node.clear();
  node.step({ msgType: MsgAppendResponse, from: 4, term: 1, index: 2 });
  node.step({ msgType: MsgHeartbeatResponse, from: 4, term: 1 });
  node.expectMembers(1, 2, 3).expect({ committed: 0 }).expectSent();

  const other = new TestNode(t, { peers: [1, 2, 3, 4] }).lead().propose("a");
  other.step({ msgType: MsgAppendResponse, from: 2, term: 1, index: 2 }).clear();
  other.expect({ committed: 0 });
  other.do("removeNode(4)", (raft) => raft.removeNode(4));
  other.expect({ committed: 2 });
  other.sent("appends with commit 2 to 2 and 3", (messages) => {
    const words = messages.map(({ msgType, to, commit }) => `${msgType} to ${to} commit ${commit}`);
    const wanted = [2, 3].map((to) => `${MsgAppend} to ${to} commit 2`);
    other.expectTexts(words, wanted, "messages");
  });
});

labTest("E3A-9 more members do not take a commit back", (t) => {
  const node = new TestNode(t, three).lead().propose("a").propose("b").propose("c");
  node.step({ msgType: MsgAppendResponse, from: 2, term: 1, index: 4 }).expect({ committed: 4 });
  for (const id of [4, 5]) node.do(`addNode(${id})`, (raft) => raft.addNode(id));
  node.step({ msgType: MsgAppendResponse, from: 4, term: 1, index: 1 }).expect({ committed: 4 });
});

labTest("E3A-10 only members campaign", (t) => {
  for (const peers of [[2, 3, 4], []]) {
    const node = new TestNode(t, { peers }).tick(100);
    node.expect({ state: Follower, term: 0 }).expectSent();
  }
  new TestNode(t, { peers: [1] }).tick(20).expect({ state: Leader });
});

labTest("E3A-12 a leader that has left takes no proposals", (t) => {
  const node = new TestNode(t, three).lead();
  node.do("removeNode(1)", (raft) => raft.removeNode(1));
  node.expectDropped();
});

// Guards against a leader whom no majority of the members has elected.
labTest("E3A-15 only the votes of members count", (t) => {
  const grant = { msgType: MsgRequestVoteResponse, term: 1 };
  const strange = new TestNode(t, three).becomeCandidate();
  for (const from of [8, 9]) strange.step({ ...grant, from });
  strange.expect({ state: Candidate, term: 1 });
  strange.step({ ...grant, from: 2 }).expect({ state: Leader });

  // Of five members 2 has voted and leaves: of the other four, three have to agree.
  const left = new TestNode(t, { peers: [1, 2, 3, 4, 5] }).becomeCandidate();
  left.step({ ...grant, from: 2 });
  left.do("removeNode(2)", (raft) => raft.removeNode(2));
  left.step({ ...grant, from: 3 }).expect({ state: Candidate, term: 1 });
  left.step({ ...grant, from: 4 }).expect({ state: Leader });
});
