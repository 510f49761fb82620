/**
 * Raft paper, sections 5.1 and 5.2: what it claims of terms, leaders and elections, claim by claim.
 * Nothing here needs a log: these are claims that part 2AA alone must keep.
 */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { Message, MessageType, type PeerId } from "@tinykv/proto";
import { messageText } from "./message-text.ts";
import { Network } from "./network.ts";
import { Candidate, Follower, Leader, TestNode } from "./test-node.ts";

const { MsgAppend, MsgHeartbeat, MsgHup, MsgRequestVote, MsgRequestVoteResponse } = MessageType;
const three = { peers: [1, 2, 3] };
const five = { peers: [1, 2, 3, 4, 5] };

/** One tick for every node, and whatever they have to say about it is delivered. */
function tickAll(net: Network): void {
  for (const node of net.nodes) {
    node.raft.tick();
    const messages = node.take();
    if (messages.length > 0) net.send(...messages);
  }
}

/** Ticks all until one leads; far longer than it takes a right group, whatever is drawn. */
const TICKS_MAX = 1000;

function tickUntilLed(net: Network): TestNode {
  for (let tick = 0; tick < TICKS_MAX; tick += 1) {
    const leader = net.nodes.find(({ raft }) => raft.state === Leader);
    if (leader !== undefined) return leader;
    tickAll(net);
  }
  const [first] = net.nodes;
  if (first === undefined) throw new Error("a network without nodes");
  return first.t.fail(`${TICKS_MAX} ticks on every node, and no leader`);
}

// "Current terms are exchanged whenever servers communicate": in every message, whoever sends it.
labTest("paper §5.1: every message tells the term of its sender", (t) => {
  const node = new TestNode(t, three).becomeFollower(3, 0);
  node.step({ msgType: MsgRequestVote, from: 2, term: 3 });
  node.expectSent({ msgType: MsgRequestVoteResponse, to: 2, term: 3 });
  node.step({ msgType: MsgHeartbeat, from: 2, term: 4 });
  node.expectSent({ msgType: MessageType.MsgHeartbeatResponse, to: 2, term: 4 });
  const request = { msgType: MsgRequestVote, term: 5 };
  node.hup().expectSent({ ...request, to: 2 }, { ...request, to: 3 });
  node.step({ msgType: MsgRequestVoteResponse, from: 3, term: 5 }).clear().beat();
  const beat = { msgType: MsgHeartbeat, term: 5 };
  node.expectSent({ ...beat, to: 2 }, { ...beat, to: 3 });
});

const MESSAGES = 60;
const TERM_MAX = 20;

// "This number increases monotonically over time": up to the newest that was heard of, never down.
labTest("paper §5.1: a term only rises, to the newest that was heard of", (t) => {
  const node = new TestNode(t, three);
  const random = t.random.fork("terms");
  // Node 2 alone speaks as a leader, and no vote is granted: no term has two leaders.
  const kinds: Pick<Message, "msgType" | "from" | "reject">[] = [
    { msgType: MsgHeartbeat, from: 2, reject: false },
    { msgType: MsgRequestVote, from: 3, reject: false },
    { msgType: MsgRequestVoteResponse, from: 3, reject: true },
  ];
  let newest = 0;
  for (let at = 0; at < MESSAGES; at += 1) {
    const [kind] = kinds.slice(random.below(kinds.length));
    if (kind === undefined) return t.fail("no kind of message was drawn");
    const term = 1 + random.below(TERM_MAX);
    newest = Math.max(newest, term);
    node
      .step({ ...kind, term })
      .clear()
      .expect({ term: newest });
  }
});

// "A server remains in follower state as long as it receives valid RPCs from a leader".
labTest("paper §5.2: a leader at rest keeps all the others followers", (t) => {
  const net = Network.of(t, "xxx", { heartbeatTick: 3 }).hup(1);
  for (let tick = 0; tick < 60; tick += 1) tickAll(net);
  net.node(1).expect({ state: Leader, term: 1 });
  for (const id of [2, 3]) net.node(id).expect({ state: Follower, term: 1, lead: 1 });
});

// "If a follower receives no communication over a period of time … it … begins an election".
labTest("paper §5.2: a group without a leader elects one by itself", (t) => {
  const net = Network.of(t, "xxxxx");
  const { id, raft } = tickUntilLed(net);
  const { term } = raft;
  t.stepNow(`node ${id} leads in term ${term}; two more ticks for its heartbeats`, () => {
    tickAll(net);
    tickAll(net);
  });
  for (const node of net.nodes) {
    node.expect({ state: node.id === id ? Leader : Follower, term, lead: id });
  }
});

// "Randomized election timeouts … ensure that split votes are rare and … resolved quickly."
labTest("paper §5.2: a split vote is resolved by the next timeouts", (t) => {
  // Of four, each candidate gets its own vote and that of one other: two are no majority.
  const net = Network.of(t, "xxxx").cut(1, 4).cut(2, 3);
  const hup = { msgType: MsgHup };
  net.send({ ...hup, from: 1, to: 1 }, { ...hup, from: 2, to: 2 });
  for (const id of [1, 2]) net.node(id).expect({ state: Candidate, term: 1 });
  for (const id of [3, 4]) net.node(id).expect({ state: Follower, term: 1, vote: id - 2 });
  net.recover();
  const leader = tickUntilLed(net);
  t.stepNow("the leader's term is a newer one", () => {
    t.expectTrue(leader.raft.term > 1, `term ${leader.raft.term} > 1`);
  });
});

const ELECTIONS = 40;

/** Which nodes led, term by term. */
type LeadersByTerm = Map<number, Set<PeerId>>;

function noteLeaders(t: LabContext, net: Network, seen: LeadersByTerm): void {
  for (const { id, raft } of net.nodes) {
    if (raft.state !== Leader) continue;
    const leaders = seen.get(raft.term) ?? new Set();
    seen.set(raft.term, leaders.add(id));
    if (leaders.size > 1) t.fail(`nodes ${[...leaders].join(" and ")} led in term ${raft.term}`);
  }
}

// Figure 3, Election Safety: "at most one leader can be elected in a given term."
labTest("paper §5.2: a term has one leader at most (Election Safety)", (t) => {
  const net = Network.of(t, "xxxxx");
  const random = t.random.fork("elections");
  const seen: LeadersByTerm = new Map();
  for (let at = 0; at < ELECTIONS; at += 1) {
    net.recover();
    for (let cuts = random.below(6); cuts > 0; cuts -= 1) {
      const from = random.below(5);
      net.cut(1 + from, 1 + ((from + 1 + random.below(4)) % 5));
    }
    // Two or three at once, some of which may be the same.
    const candidates = Array.from({ length: 2 + random.below(2) }, () => 1 + random.below(5));
    net.send(...candidates.map((id) => ({ msgType: MsgHup, from: id, to: id })));
    noteLeaders(t, net, seen);
  }
  t.stepNow("there were leaders in several terms", () => {
    t.expectTrue(seen.size >= 3, `${seen.size} terms with a leader ≥ 3`);
  });
});

// "If the term in the RPC is smaller … the candidate rejects the RPC and continues in candidate
// state": it keeps the votes that it has, too.
labTest("paper §5.2: a candidate is not stopped by the leader of an older term", (t) => {
  for (const msgType of [MsgHeartbeat, MsgAppend]) {
    const node = new TestNode(t, five).becomeFollower(1, 5).hup();
    const grant = { msgType: MsgRequestVoteResponse, term: 2 };
    node.step({ ...grant, from: 2 }).step({ msgType, from: 5, term: 1 });
    node.expect({ state: Candidate, term: 2, lead: 0, vote: 1 });
    node.step({ ...grant, from: 3 }).expect({ state: Leader, term: 2 });
  }
});

// "Each server will vote for at most one candidate in a given term": in the next one it is free.
labTest("paper §5.2: a vote is for one term, and for one candidate of it", (t) => {
  const node = new TestNode(t, five);
  const answer = { msgType: MsgRequestVoteResponse };
  for (const term of [1, 2, 3]) {
    const first = 1 + term;
    node.step({ msgType: MsgRequestVote, from: first, term });
    node.expectSent({ ...answer, to: first, term });
    for (const from of [2, 3, 4, 5].filter((id) => id !== first)) {
      node.step({ msgType: MsgRequestVote, from, term });
      node.expectSent({ ...answer, to: from, term, reject: true });
    }
    node.expect({ state: Follower, term, vote: first });
  }
});

// "It then sends heartbeat messages to all of the other servers to establish its authority". An
// append does as well, and who gets neither at once gets one with the next heartbeats.
labTest("paper §5.2: who has won says so to all the others", (t) => {
  const node = new TestNode(t, five).hup().clear();
  for (const from of [2, 3]) node.step({ msgType: MsgRequestVoteResponse, from, term: 1 });
  node.expect({ state: Leader }).tick();
  node.sent("one of a leader to each of 2, 3, 4 and 5", (messages) => {
    const told = messages.filter(({ msgType, term }) => isOfLeader(msgType) && term === 1);
    const others = [...new Set(told.map(({ to }) => to))].sort((a, b) => a - b);
    const shown = messages.map((one) => messageText(Message.fromPartial(one))).join("; ");
    t.expectEqual(others.join(), "2,3,4,5", `who is told, by: ${shown || "nothing"}; ids`);
  });
});

function isOfLeader(msgType: MessageType): boolean {
  return msgType === MsgAppend || msgType === MsgHeartbeat;
}
