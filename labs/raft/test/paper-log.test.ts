/**
 * Raft paper, sections 5.3 to 5.5 and 8: what it claims of the log, claim by claim. Figure 3 names
 * four of them; each of these is shown on whole groups.
 */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { type Entry, MessageType, type PeerId } from "@tinykv/proto";
import { entriesText } from "./message-text.ts";
import { Network } from "./network.ts";
import { Candidate, Leader, log, TestNode, written } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgHeartbeatResponse, MsgRequestVote } = MessageType;
const three = { peers: [1, 2, 3] };

function entriesOf(node: TestNode): Entry[] {
  return node.plain(node.raft.raftLog.allEntries());
}

// Figure 3, Leader Append-Only: "a leader never overwrites or deletes entries in its log".
labTest("paper §5.3: a leader only appends to its log (Leader Append-Only)", (t) => {
  const node = new TestNode(t, { ...three, stored: log('(1,1,"a")(2,2,"b")') });
  node.do("term = 2", (raft) => Object.assign(raft, { term: 2 }));
  node.lead().propose("c");
  const whole = log('(1,1,"a")(2,2,"b")(3,3)(4,3,"c")');
  node.expectLog(whole).clear();
  const entries = written(log('(1,2,"x")(2,2,"x")'));
  const heard = [
    { msgType: MsgAppend, from: 2, term: 2, entries, commit: 2 },
    { msgType: MsgAppendResponse, from: 2, term: 3, reject: true, index: 4, logTerm: 3 },
    { msgType: MsgAppendResponse, from: 2, term: 3, reject: true },
    { msgType: MsgAppendResponse, from: 3, term: 2, index: 2 },
    { msgType: MsgHeartbeatResponse, from: 3, term: 3 },
    { msgType: MsgRequestVote, from: 3, term: 3, index: 9, logTerm: 2 },
  ];
  for (const message of heard) node.step(message).expectLog(whole).clear();
  node
    .propose("d")
    .expectLog([...whole, [5, 3, "d"]])
    .expect({ state: Leader });
});

/** The first place at which two logs break the rule, as a sentence. */
function mismatchOf(a: readonly Entry[], b: readonly Entry[]): string | undefined {
  const agreed = a.findLastIndex((entry, at) => entry.term === b[at]?.term);
  for (let at = 0; at <= agreed; at += 1) {
    const [left, right] = [a.slice(at, at + 1), b.slice(at, at + 1)].map(entriesText);
    if (left !== right) {
      return `entry ${agreed + 1} has the same term in both logs, but ${left} ≠ ${right} before it`;
    }
  }
  return undefined;
}

function expectLogsMatch(t: LabContext, net: Network): void {
  t.stepNow("any two logs agree up to the last entry that they share", () => {
    const logs = net.nodes.map((node) => ({ id: node.id, entries: entriesOf(node) }));
    for (const a of logs) {
      for (const b of logs) {
        const mismatch = mismatchOf(a.entries, b.entries);
        if (mismatch !== undefined) t.fail(`nodes ${a.id} and ${b.id}: ${mismatch}`);
      }
    }
  });
}

const ROUNDS = 40;

// Figure 3, Log Matching: same index and term, "identical … up through the given index".
labTest("paper §5.3: logs that share an entry agree up to it (Log Matching)", (t) => {
  const net = Network.of(t, "xxxxx").hup(1);
  const random = t.random.fork("rounds");
  for (let round = 0; round < ROUNDS; round += 1) {
    // A minority is cut off, so that it may take proposals that no one else has.
    net.recover();
    for (let alone = random.below(3); alone > 0; alone -= 1) net.isolate(1 + random.below(5));
    if (random.below(2) === 0) net.hup(1 + random.below(5));
    for (const { id, raft } of net.nodes) {
      if (raft.state === Leader) net.propose(id, `${round} at ${id}`);
    }
    expectLogsMatch(t, net);
  }
  // The newest term becomes known to all; then the best log wins; then everybody has it.
  net.recover();
  for (let pass = 0; pass < 3; pass += 1) for (const { id } of net.nodes) net.hup(id);
  const wanted = entriesText(entriesOf(net.node(5).expect({ state: Leader })));
  for (const node of net.nodes) {
    node.do("has node 5's log in the end", () => {
      t.expectEqual(entriesText(entriesOf(node)), wanted, "log");
    });
  }
});

// "The leader retries … until all followers … store all log entries": answers get lost too.
labTest("paper §5.3: what was stored without an answer is stored once", (t) => {
  const net = Network.of(t, "xxx").hup(1).ignore(MsgAppendResponse);
  net.propose(1, "a").propose(1, "b").node(1).expect({ committed: 1 });
  net.recover().beat(1);
  for (const node of net.nodes) node.expectLog(log('(1,1)(2,1,"a")(3,1,"b")'), 3);
});

// Figure 3, State Machine Safety: no two servers apply different commands at one index.
labTest("paper §5.3: all apply the same entries, in the order of the log", (t) => {
  const net = Network.of(t, "xxx").hup(1);
  const random = t.random.fork("when to apply");
  const applied = new Map<PeerId, Entry[]>(net.nodes.map(({ id }) => [id, []]));
  const applyAt = (node: TestNode): void => {
    node.do("applies what is committed", () => applied.get(node.id)?.push(...node.applyAll()));
  };
  for (let at = 0; at < 12; at += 1) {
    if (at === 6) net.hup(2);
    net.propose(at < 6 ? 1 : 2, `command ${at}`);
    for (const node of net.nodes) if (random.below(3) === 0) applyAt(node);
  }
  const first = Array.from({ length: 6 }, (_, at) => `(${2 + at},1,"command ${at}")`);
  const second = Array.from({ length: 6 }, (_, at) => `(${9 + at},2,"command ${6 + at}")`);
  const wanted = `[(1,1)${first.join("")}(8,2)${second.join("")}]`;
  for (const node of net.nodes) {
    applyAt(node);
    node.do("has applied each entry once, in order", () => {
      t.expectEqual(entriesText(applied.get(node.id) ?? []), wanted, "entries applied");
    });
  }
});

// "Any leader … contains all entries that were committed in previous terms": the election sees to
// it, whichever majority it was that had the entry.
labTest("paper §5.4.1: only who has all that is committed can win (Leader Completeness)", (t) => {
  const followers = [2, 3, 4, 5];
  for (const holder of [2, 3, 4]) {
    for (const other of followers.filter((id) => id > holder)) {
      for (const candidate of followers) {
        const net = Network.of(t, "xxxxx").hup(1);
        const lacking = followers.filter((id) => id !== holder && id !== other);
        for (const id of lacking) net.cut(1, id);
        net.propose(1, "committed").node(1).expect({ committed: 2 });
        net.recover().isolate(1).hup(candidate);
        // Two of five say no to who lacks it, and one is away: neither won nor lost.
        const state = lacking.includes(candidate) ? Candidate : Leader;
        net.node(candidate).expect({ state, term: 2 });
      }
    }
  }
});

// "Raft RPCs are idempotent, so this causes no harm": what comes again is there already.
labTest("paper §5.5: an append that comes again changes nothing", (t) => {
  const node = new TestNode(t, { ...three, stored: log("(1,1)") }).becomeFollower(2, 2);
  const entries = written(log('(2,2,"a")(3,2,"b")'));
  const append = { msgType: MsgAppend, from: 2, term: 2, index: 1, logTerm: 1, entries };
  for (let time = 0; time < 3; time += 1) {
    node.step(append).expectLog(log('(1,1)(2,2,"a")(3,2,"b")'), 0).expect({ stabled: 1 });
    node.expectSent({ msgType: MsgAppendResponse, to: 2, term: 2, index: 3 });
  }
  node.do("stores and applies", () => node.applyAll());
  node.step(append).expectUnstable([]).expect({ stabled: 3, lastIndex: 3 });
});

// "Each leader commit[s] a blank no-op entry … at the start of its term": what it inherits is then
// committed as well, though nobody proposes anything.
labTest("paper §8: a new leader finds out by a no-op what is committed", (t) => {
  const stored = log('(1,1,"a")(2,1,"b")');
  const nodes = [1, 2, 3].map((id) => new TestNode(t, { id, ...three, stored }));
  const net = new Network(t, nodes);
  for (const node of nodes) node.becomeFollower(1, 0).expect({ committed: 0 });
  net.hup(1).node(1).expect({ state: Leader, term: 2 });
  for (const node of nodes) node.expectLog([...stored, [3, 2]], 3);
});
