/** Part 2C: snapshots in the core, the scenarios of the original course and ours. */

import { freezeShared, labTest } from "@tinykv/lab-kit";
import { Entry, Message, MessageType, type Snapshot } from "@tinykv/proto";
import { TinyKvError } from "@tinykv/runtime";
import type { Storage } from "../src/index.ts";
import type { MemoryStorage } from "../src/memory-storage.ts";
import { Network } from "./network.ts";
import { newStorage } from "./raft-lab.ts";
import { RawTestNode } from "./raw-test-node.ts";
import { Leader, log, TestNode, written } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgSnapshot, MsgPropose } = MessageType;

function snapshotOf(index: number, term: number, nodes: number[]): Snapshot {
  return { data: Buffer.of(), metadata: { index, term, confState: { nodes } } };
}

/** Steps a snapshot past `step`, as the original scenarios do. */
function handle(node: TestNode, index: number, term: number, nodes: number[]): TestNode {
  const snapshot = snapshotOf(index, term, nodes);
  const message = Message.fromPartial({ msgType: MsgSnapshot, snapshot });
  node.do(`handleSnapshot(${index}/${term} of {${nodes.join(",")}})`, (raft) =>
    raft.handleSnapshot(message),
  );
  return node;
}

labTest("TestRestoreSnapshot2C", (t) => {
  const node = handle(new TestNode(t, { peers: [1, 2] }), 11, 11, [1, 2, 3]);
  node.expect({ lastIndex: 11 }).expectMembers(1, 2, 3);
  node.do("term(11) is 11", ({ raftLog }) => t.expectEqual(raftLog.term(11), 11, "term(11)"));
});

labTest("TestRestoreIgnoreSnapshot2C", (t) => {
  const node = new TestNode(t, { peers: [1, 2], stored: log("(1,1)(2,1)(3,1)") });
  node.do("committed = 3", ({ raftLog }) => Object.assign(raftLog, { committed: 3 }));
  handle(node, 1, 1, [1, 2]).expect({ committed: 3 });
});

function provider(t: TestNode["t"]): TestNode {
  const node = handle(new TestNode(t, { peers: [1] }), 11, 11, [1, 2])
    .lead()
    .clear();
  node.do("next of 2 is 10", ({ prs }) => {
    const progress = prs.get(2);
    if (progress !== undefined) progress.next = 10;
  });
  return proposeFrom2(node);
}

function proposeFrom2(node: TestNode): TestNode {
  const entries = [Entry.fromPartial({ data: Buffer.from("somedata") })];
  return node.step({ msgType: MsgPropose, from: 2, entries });
}

// The entries are gone, so the snapshot goes out; no append besides.
labTest("TestProvideSnap2C", (t) => {
  provider(t).sent("a snapshot, and nothing else", (messages) => {
    t.expectEqual(messages.map(({ msgType }) => msgType).join(), `${MsgSnapshot}`, "types");
  });
});

labTest("TestRestoreFromSnapMsg2C", (t) => {
  const node = new TestNode(t, { id: 2, peers: [1, 2] });
  node.step({ msgType: MsgSnapshot, from: 1, term: 2, snapshot: snapshotOf(11, 11, [1, 2]) });
  node.expect({ lead: 1, lastIndex: 11 });
});

labTest("TestRestoreFromSnapWithOverlapingPeersMsg2C", (t) => {
  const node = new TestNode(t, { id: 2, peers: [1, 2, 3] });
  node.step({ msgType: MsgSnapshot, from: 1, term: 2, snapshot: snapshotOf(11, 11, [2, 3, 4]) });
  node.expect({ lead: 1 }).expectMembers(2, 3, 4);
});

/** Applies what is committed, makes a snapshot of it at `index`, and drops the log up to there. */
function compactAt(node: TestNode, index: number): void {
  node.do(`applies, makes a snapshot at ${index}, and compacts`, ({ raftLog, prs }) => {
    node.applyAll();
    node.storage.createSnapshot(index, { nodes: [...prs.keys()] }, Buffer.of());
    node.storage.compact(index);
    raftLog.maybeCompact();
  });
}

labTest("TestSlowNodeRestore2C", (t) => {
  const net = Network.of(t, "xxx").hup(1).isolate(3);
  for (let at = 0; at <= 100; at += 1) net.propose(1);
  let snapshots = 0;
  net.onDelivery = ({ msgType }) => {
    if (msgType === MsgSnapshot) snapshots += 1;
  };
  compactAt(net.node(1), net.node(1).raft.raftLog.committed);
  net.recover().beat(1).propose(1).propose(1);
  const { committed } = net.node(1).raft.raftLog;
  net.node(3).expect({ committed });
  t.stepNow("a snapshot was sent", () => t.expectTrue(snapshots > 0, `${snapshots} snapshots`));
});

labTest("TestRawNodeRestartFromSnapshot2C", (t) => {
  const storage = newStorage();
  storage.applySnapshot(snapshotOf(2, 1, [1, 2]));
  storage.append(written(log('(3,1,"foo")')));
  storage.setHardState({ term: 1, vote: 0, commit: 3 });
  const node = new RawTestNode(t, { storage });
  const ready = node.expectReady({ committed: '(3,1,"foo")' });
  node.advance(ready).expectHasReady(false);
});

labTest("E2C-1 a slow follower gets one snapshot, then entries", (t) => {
  const net = Network.of(t, "xxx").hup(1).isolate(3);
  for (let at = 0; at < 10; at += 1) net.propose(1, `value ${at}`);
  const [leader, slow] = [net.node(1), net.node(3)];
  compactAt(leader, 8);
  leader.do("its first held entry is 9", ({ raftLog }) => {
    t.expectEqual(leader.plain(raftLog.allEntries())[0]?.index, 9, "first held index");
  });
  const seen: string[] = [];
  net.onDelivery = ({ msgType, to, snapshot }) => {
    if (msgType === MsgSnapshot) seen.push(`to ${to} index ${snapshot?.metadata?.index}`);
  };
  net.recover().beat(1).beat(1);
  t.stepNow("exactly one snapshot was sent", () => {
    t.expectEqual(seen.join("; "), "to 3 index 8", "snapshots");
  });
  slow.expect({ committed: 11, lastIndex: 11 });
  slow.do("holds the entries 9 to 11", ({ raftLog }) => {
    const indexes = slow.plain(raftLog.allEntries()).map(({ index }) => index);
    t.expectEqual(indexes.join(), "9,10,11", "indexes");
  });
  leader.expectProgress(3, { match: 11, next: 12 });
});

// Guards against dropping what was acknowledged: the log agrees with the snapshot.
labTest("E2C-2 a log that agrees with the snapshot is kept", (t) => {
  const stored = log("(1,1)(2,1)(3,1)(4,1)(5,1)");
  const node = new TestNode(t, { peers: [1, 2, 3], stored }).becomeFollower(1, 2);
  node.do("committed = 2", ({ raftLog }) => Object.assign(raftLog, { committed: 2 }));
  const snapshot = snapshotOf(3, 1, [1, 2, 3]);
  node.step({ msgType: MsgSnapshot, from: 2, term: 1, snapshot });
  node.expect({ lastIndex: 5, committed: 3 }).expectLog(stored);
  node.expectSent({ msgType: MsgAppendResponse, to: 2, term: 1, index: 3 });
});

labTest("E2C-3 a snapshot is stored and applied before what follows it", (t) => {
  const storage = newStorage([{}, ...written(log("(1,1)(2,1)(3,1)"))]);
  const node = new RawTestNode(t, { id: 2, peers: [1, 2, 3], storage });
  const snapshot = snapshotOf(11, 2, [1, 2, 3, 4]);
  node.step({ msgType: MsgSnapshot, from: 1, term: 2, snapshot });
  node.do("the log is the snapshot", ({ raft: { raftLog } }) => {
    const counts = [raftLog.allEntries(), raftLog.unstableEntries(), raftLog.nextEnts()];
    t.expectEqual(counts.map((list) => list.length).join(), "0,0,0", "entries, unstable, next");
    const marks = [raftLog.committed, raftLog.lastIndex(), raftLog.term(11)];
    t.expectEqual(marks.join(), "11,11,2", "committed, last index, term(11)");
  });
  const ready = node.expectReady({
    soft: "lead 1, follower",
    hard: "term 2, vote 0, commit 11",
    snapshot: 11,
    messages: ["MsgAppendResponse 2→1 term 2 index 11"],
  });
  node.store(ready).advance(ready).expectHasReady(false);
  node.do("nothing is pending, and all marks are 11", ({ raft: { raftLog } }) => {
    t.expectAbsent(raftLog.pendingSnapshot, "pendingSnapshot");
    const marks = [raftLog.applied, raftLog.stabled, raftLog.lastIndex()];
    t.expectEqual(marks.join(), "11,11,11", "applied, stabled, last index");
  });
  const entries = written(log('(12,2,"x")'));
  const append = { msgType: MsgAppend, from: 1, term: 2, index: 11, logTerm: 2, commit: 12 };
  node.step({ ...append, entries });
  node.expectReady({
    hard: "term 2, vote 0, commit 12",
    entries: '(12,2,"x")',
    committed: '(12,2,"x")',
    messages: ["MsgAppendResponse 2→1 term 2 index 12"],
  });
});

/** A storage whose snapshot is being made until it is made available. */
class SlowSnapshots implements Storage {
  readonly #storage: MemoryStorage;
  readonly #switch = { isAvailable: false };

  constructor(storage: MemoryStorage) {
    this.#storage = storage;
  }

  makeAvailable(): void {
    this.#switch.isAvailable = true;
  }

  initialState = (): ReturnType<Storage["initialState"]> => this.#storage.initialState();
  entries = (lo: number, hi: number): Entry[] => this.#storage.entries(lo, hi);
  term = (index: number): number => this.#storage.term(index);
  firstIndex = (): number => this.#storage.firstIndex();
  lastIndex = (): number => this.#storage.lastIndex();

  snapshot = (): Snapshot => {
    if (this.#switch.isAvailable) return this.#storage.snapshot();
    throw new TinyKvError("raft/snapshot-temporarily-unavailable", "ask again later");
  };
}

labTest("E2C-4 a snapshot that is being made is asked for again", (t) => {
  const net = Network.of(t, "xxx").hup(1).isolate(3).propose(1, "value");
  const leader = net.node(1);
  compactAt(leader, 2);
  const slow = freezeShared(new SlowSnapshots(leader.storage));
  leader.do("its storage is making a snapshot", ({ raftLog }) => {
    Object.assign(raftLog, { storage: slow });
  });
  let snapshots = 0;
  net.onDelivery = ({ msgType }) => {
    if (msgType === MsgSnapshot) snapshots += 1;
  };
  net.recover().beat(1);
  leader.expect({ state: Leader }).do("sent no snapshot", () => {
    t.expectEqual(snapshots, 0, "number of snapshots");
  });
  slow.makeAvailable();
  net.beat(1);
  leader.do("sent one snapshot", () => t.expectEqual(snapshots, 1, "number of snapshots"));
  net.node(3).expect({ lastIndex: 2 });
  leader.expectProgress(3, { match: 2 });
});

labTest("E2C-5 compaction drops what the storage dropped", (t) => {
  const stored = log("(1,1)(2,1)(3,2)(4,2)(5,2)");
  const node = new TestNode(t, { peers: [1, 2], stored });
  node.do("committed = applied = 4", ({ raftLog }) => {
    Object.assign(raftLog, { committed: 4, applied: 4 });
  });
  node.do("maybeCompact()", ({ raftLog }) => raftLog.maybeCompact());
  node.expectLog(stored);
  node.do("the storage compacts up to 3; maybeCompact()", ({ raftLog }) => {
    node.storage.createSnapshot(3, { nodes: [1, 2] }, Buffer.of());
    node.storage.compact(3);
    raftLog.maybeCompact();
  });
  node.expectLog(log("(4,2)(5,2)"));
  node.do("term(3) is 2", ({ raftLog }) => t.expectEqual(raftLog.term(3), 2, "term(3)"));
  node.expectThrows("term(2)", "raft/compacted", ({ raftLog }) => raftLog.term(2));
  node.expect({ lastIndex: 5, stabled: 5, committed: 4, applied: 4 });
});

labTest("E2C-6 a snapshot of an older term is ignored", (t) => {
  const node = new TestNode(t, { peers: [1, 2, 3] }).becomeFollower(3, 0);
  const snapshot = snapshotOf(11, 2, [1, 2]);
  node.step({ msgType: MsgSnapshot, from: 2, term: 2, snapshot });
  node.expect({ lastIndex: 0, committed: 0, term: 3, lead: 0 }).expectMembers(1, 2, 3);
});

labTest("E2C-7 a snapshot that is older than the commit index changes nothing", (t) => {
  const stored = log("(1,1)(2,1)(3,1)");
  const node = new TestNode(t, { peers: [1, 2, 3], stored }).becomeFollower(1, 2);
  node.do("committed = 3", ({ raftLog }) => Object.assign(raftLog, { committed: 3 }));
  const snapshot = snapshotOf(2, 1, [1, 2]);
  node.step({ msgType: MsgSnapshot, from: 2, term: 1, snapshot });
  node.expectMembers(1, 2, 3).expectLog(stored, 3);
  node.do("nothing is pending", ({ raftLog }) => {
    t.expectAbsent(raftLog.pendingSnapshot, "pendingSnapshot");
  });
  node.expectSent({ msgType: MsgAppendResponse, to: 2, term: 1, index: 3 });
});

// Guards against the storage's empty snapshot; and against sending it all again for each proposal.
labTest("E2C-8 a pending snapshot is the newest there is", (t) => {
  const node = provider(t);
  const ofSnapshots = (messages: readonly Message[]): string =>
    messages
      .filter(({ msgType }) => msgType === MsgSnapshot)
      .map(({ snapshot }) => snapshot?.metadata?.index)
      .join();
  node.sent("a snapshot of index 11", (messages) => {
    t.expectEqual(ofSnapshots(messages), "11", "indexes of snapshots");
  });
  proposeFrom2(node).sent("no second snapshot", (messages) => {
    t.expectEqual(ofSnapshots(messages), "", "indexes of snapshots");
  });
});
