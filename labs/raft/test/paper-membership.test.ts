/**
 * What the Raft paper claims of changing members (section 6), and Ongaro's dissertation of handing
 * over leadership (section 3.10), claim by claim.
 */

import { labTest } from "@tinykv/lab-kit";
import { MessageType } from "@tinykv/proto";
import { messageText } from "./message-text.ts";
import { Network } from "./network.ts";
import { Candidate, Follower, Leader, log, TestNode } from "./test-node.ts";

const { MsgAppend, MsgAppendResponse, MsgRequestVote, MsgRequestVoteResponse } = MessageType;
const { MsgTimeoutNow, MsgTransferLeader } = MessageType;
const three = { peers: [1, 2, 3] };

labTest("paper §6: a majority is one of the members there are", (t) => {
  const grown = new TestNode(t, three);
  grown.do("addNode(4)", (raft) => raft.addNode(4));
  grown.hup();
  const request = { msgType: MsgRequestVote, term: 1 };
  grown.expectSent(...[2, 3, 4].map((to) => ({ ...request, to })));
  const grant = { msgType: MsgRequestVoteResponse, term: 1 };
  grown.step({ ...grant, from: 2 }).expect({ state: Candidate });
  grown.step({ ...grant, from: 4 }).expect({ state: Leader });

  const shrunk = new TestNode(t, { peers: [1, 2, 3, 4, 5] });
  for (const id of [4, 5]) shrunk.do(`removeNode(${id})`, (raft) => raft.removeNode(id));
  shrunk.hup().expectSent(...[2, 3].map((to) => ({ ...request, to })));
  shrunk.step({ ...grant, from: 3 }).expect({ state: Leader });
});

// "It replicates log entries but does not count itself in majorities."
labTest("paper §6: a leader that has left does not count itself", (t) => {
  const node = new TestNode(t, three).lead().propose("a");
  node.do("removeNode(1)", (raft) => raft.removeNode(1));
  node.step({ msgType: MsgAppendResponse, from: 2, term: 1, index: 2 }).expect({ committed: 0 });
  node.expectMembers(2, 3);
});

// Step 2: the leader "fully updates the target server's log", with normal replication.
labTest("dissertation §3.10: the target gets what it misses, then the order", (t) => {
  const node = new TestNode(t, three).lead().propose("a").clear();
  node.step({ msgType: MsgAppendResponse, from: 2, term: 1, index: 1 }).clear();
  node.do("next of 2 is 2: what was sent is lost", ({ prs }) => {
    const progress = prs.get(2);
    if (progress !== undefined) progress.next = 2;
  });
  node.step({ msgType: MsgTransferLeader, from: 2 });
  node.sent("the missing entry to node 2, and no order yet", (messages) => {
    const isMissing = messages.some(
      ({ msgType, to, entries }) =>
        msgType === MsgAppend && to === 2 && entries.at(-1)?.index === 2,
    );
    const shown = messages.map(messageText).join("; ") || "none";
    t.expectTrue(isMissing, `an append of entry 2 to node 2 among: ${shown}; this`);
    const orders = messages.filter(({ msgType }) => msgType === MsgTimeoutNow);
    t.expectEqual(orders.length, 0, "number of MsgTimeoutNow");
  });
  node.step({ msgType: MsgAppendResponse, from: 2, term: 1, index: 2 });
  node.sent("one order, to node 2", (messages) => {
    const orders = messages.filter(({ msgType }) => msgType === MsgTimeoutNow);
    t.expectEqual(orders.map(messageText).join(), "MsgTimeoutNow 1→2 term 1", "orders");
  });
});

// Step 3: it "has the same effect as the target server's election timer firing".
labTest("dissertation §3.10: the target campaigns at once, in a new term", (t) => {
  const node = new TestNode(t, { ...three, stored: log("(1,1)") }).becomeFollower(1, 2).clear();
  node.step({ msgType: MsgTimeoutNow, from: 2, term: 1 });
  node.expect({ state: Candidate, term: 2, vote: 1, lead: 0 });
  const request = { msgType: MsgRequestVote, term: 2, index: 1, logTerm: 1 };
  node.expectSent({ ...request, to: 2 }, { ...request, to: 3 });
});

// The target's request reaches the old leader, "causing the prior leader to step down".
labTest("dissertation §3.10: the prior leader votes for its successor", (t) => {
  const node = new TestNode(t, three).lead().clear();
  node.step({ msgType: MsgTransferLeader, from: 2 }).clear().expect({ leadTransferee: 2 });
  node.step({ msgType: MsgRequestVote, from: 2, term: 2, index: 1, logTerm: 1 });
  node.expect({ state: Follower, term: 2, vote: 2, leadTransferee: 0 });
  node.expectSent({ msgType: MsgRequestVoteResponse, to: 2, term: 2 });
});

// The prior leader gives up after an election timeout, and takes proposals again. If the target was
// there after all, "at worst this mistake will result in an extra election".
labTest("dissertation §3.10: an order that comes late is one more election", (t) => {
  const net = Network.of(t, "xxx").hup(1).ignore(MsgTimeoutNow).transfer(2, 1);
  net.node(1).expect({ leadTransferee: 2 }).tick(10).expect({ state: Leader, leadTransferee: 0 });
  net.propose(1, "on").node(3).expectLog(log('(1,1)(2,1,"on")'), 2);
  net.recover().send({ msgType: MsgTimeoutNow, from: 1, to: 2, term: 1 });
  net.node(2).expect({ state: Leader, term: 2 });
  for (const node of net.nodes) node.expectLog(log('(1,1)(2,1,"on")(3,2)'), 3);
});
