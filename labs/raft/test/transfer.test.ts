/** Part 3A: handing over leadership, the scenarios of the original course and ours. */

import { labTest } from "@tinykv/lab-kit";
import { MessageType } from "@tinykv/proto";
import { Network } from "./network.ts";
import { Candidate, Follower, Leader, log, TestNode } from "./test-node.ts";

const { MsgHup, MsgTimeoutNow, MsgTransferLeader, MsgRequestVoteResponse, MsgHeartbeatResponse } =
  MessageType;
const { MsgAppendResponse } = MessageType;

/** Three nodes, of which 1 leads. */
function up(t: TestNode["t"]): Network {
  const net = Network.of(t, "xxx").hup(1);
  net.node(1).expect({ state: Leader, lead: 1 });
  return net;
}

const leads = { state: Leader, lead: 1 } as const;
const follows = (lead: number) => ({ state: Follower, lead }) as const;

labTest("TestLeaderTransferToUpToDateNode3A", (t) => {
  const net = up(t).transfer(2, 1);
  net.node(1).expect(follows(2));
  net.propose(1).transfer(1, 2);
  net.node(1).expect(leads);
});

// A follower passes the request on.
labTest("TestLeaderTransferToUpToDateNodeFromFollower3A", (t) => {
  const net = up(t).transfer(2, 2);
  net.node(1).expect(follows(2));
  net.propose(1).transfer(1, 1);
  net.node(1).expect(leads);
});

// Raft dissertation §3.10: the leader first brings the target up to date.
labTest("TestLeaderTransferToSlowFollower3A", (t) => {
  const net = up(t).isolate(3).propose(1).recover();
  net.node(1).expectProgress(3, { match: 1 });
  net.transfer(3, 1).node(1).expect(follows(3));
});

labTest("TestLeaderTransferAfterSnapshot3A", (t) => {
  const net = up(t).isolate(3).propose(1);
  const leader = net.node(1);
  leader.do("applies, makes a snapshot, and compacts", ({ raftLog, prs }) => {
    leader.applyAll();
    const { applied } = raftLog;
    leader.storage.createSnapshot(applied, { nodes: [...prs.keys()] }, Buffer.of());
    leader.storage.compact(applied);
    raftLog.maybeCompact();
  });
  let snapshots = 0;
  net.onDelivery = ({ msgType }) => {
    if (msgType === MessageType.MsgSnapshot) snapshots += 1;
  };
  net.recover();
  leader.expectProgress(3, { match: 1 });
  net.transfer(3, 1);
  net.send({ msgType: MsgHeartbeatResponse, from: 3, to: 1, term: leader.raft.term });
  leader.expect(follows(3)).do("has sent a snapshot", () => {
    t.expectTrue(snapshots > 0, `${snapshots} snapshots`);
  });
});

labTest("TestLeaderTransferToSelf3A", (t) => {
  up(t).transfer(1, 1).node(1).expect(leads);
});

labTest("TestLeaderTransferToNonExistingNode3A", (t) => {
  up(t)
    .transfer(4, 1)
    .node(1)
    .expect({ ...leads, leadTransferee: 0 });
});

labTest("TestLeaderTransferReceiveHigherTermVote3A", (t) => {
  const net = up(t).isolate(3).transfer(3, 1);
  net.send({ msgType: MsgHup, from: 2, to: 2, index: 1, term: 2 });
  net.node(1).expect(follows(2));
});

labTest("TestLeaderTransferRemoveNode3A", (t) => {
  const net = up(t);
  net.node(1).do("removeNode(3)", (raft) => raft.removeNode(3));
  net
    .transfer(3, 1)
    .node(1)
    .expect({ ...leads, leadTransferee: 0 });
});

labTest("TestLeaderTransferBack3A", (t) => {
  up(t)
    .isolate(3)
    .transfer(3, 1)
    .transfer(1, 1)
    .node(1)
    .expect({ ...leads, leadTransferee: 0 });
});

labTest("TestLeaderTransferSecondTransferToAnotherNode3A", (t) => {
  up(t).isolate(3).transfer(3, 1).transfer(2, 1).node(1).expect(follows(2));
});

// A node that is not a member must not be made leader, whoever asks.
labTest("TestTransferNonMember3A", (t) => {
  const node = new TestNode(t, { peers: [2, 3, 4], electionTick: 5 });
  node.step({ msgType: MsgTimeoutNow, from: 2 });
  for (const from of [2, 3]) node.step({ msgType: MsgRequestVoteResponse, from });
  node.expect({ state: Follower, term: 0 });
});

// Otherwise the target's log would never be complete.
labTest("E3A-1 no proposals while leadership is handed over", (t) => {
  const net = up(t).isolate(3).transfer(3, 1);
  net.node(1).expect({ leadTransferee: 3 }).expectDropped();
});

// Guards against a transfer that never ends, and against one that an old timer cuts short.
labTest("E3A-2 a transfer ends after electionTick ticks", (t) => {
  const net = up(t).isolate(3);
  const leader = net.node(1).tick(9);
  net.transfer(3, 1);
  leader.tick(9).expect({ leadTransferee: 3 });
  leader.tick().expect({ ...leads, leadTransferee: 0 });
  const { committed } = leader.raft.raftLog;
  net
    .propose(1, "after")
    .node(1)
    .expect({ committed: committed + 1 });
});

labTest("E3A-3 a transfer to itself leaves nothing pending", (t) => {
  const net = up(t).transfer(1, 1);
  net.node(1).expect({ leadTransferee: 0 });
  net.isolate(3).transfer(3, 1).transfer(1, 1);
  net.node(1).expect({ ...leads, leadTransferee: 0 });
  net.propose(1, "after").node(2).expect({ committed: 2 });
});

labTest("E3A-4 removing the target ends a transfer", (t) => {
  const net = up(t).isolate(3).transfer(3, 1);
  net.node(1).do("removeNode(3)", (raft) => raft.removeNode(3));
  net.node(1).expect({ ...leads, leadTransferee: 0 });
  net.propose(1, "after").node(2).expect({ committed: 2 });
});

labTest("E3A-11 a follower passes a transfer on, if it knows to whom", (t) => {
  const peers = [1, 2, 3];
  const knowing = new TestNode(t, { id: 2, peers }).becomeFollower(1, 1);
  knowing.step({ msgType: MsgTransferLeader, from: 3 });
  knowing.sent("one request to node 1, for node 3", (messages) => {
    const words = messages.map(({ msgType, from, to }) => `${msgType} ${from}→${to}`);
    t.expectEqual(words.join("; "), `${MsgTransferLeader} 3→1`, "messages");
  });
  const unknowing = new TestNode(t, { id: 2, peers }).becomeFollower(1, 0);
  unknowing.step({ msgType: MsgTransferLeader, from: 3 }).expectSent();
});

labTest("E3A-13 the target campaigns once its log is complete, and not before", (t) => {
  const net = up(t).isolate(3).propose(1).recover();
  const seen: string[] = [];
  net.onDelivery = ({ msgType, from, reject }) => {
    if (msgType === MsgTimeoutNow) seen.push("timeout now");
    if (msgType === MsgAppendResponse && from === 3 && !reject) seen.push("accept");
  };
  net.transfer(3, 1);
  t.stepNow("first an accept of node 3, then MsgTimeoutNow, once", () => {
    const upToOrder = seen.slice(0, seen.indexOf("timeout now") + 1).join(", ");
    t.expectEqual(upToOrder, "accept, timeout now", "order");
    const orders = seen.filter((one) => one === "timeout now");
    t.expectEqual(orders.length, 1, "number of MsgTimeoutNow");
  });
  net.node(3).expect({ state: Leader });
  net.node(1).expect({ lead: 3 });
  for (const node of net.nodes) node.expectLog(log("(1,1)(2,1)(3,2)"), 3);
});

// The order is for a follower: whoever stands already would only raise the term.
labTest("E3A-14 only a follower obeys the order to campaign", (t) => {
  const order = { msgType: MsgTimeoutNow, from: 2, term: 1 };
  const candidate = new TestNode(t, { peers: [1, 2, 3] }).becomeCandidate();
  candidate.step(order).expect({ state: Candidate, term: 1 }).expectSent();
  const leader = new TestNode(t, { peers: [1, 2, 3] }).lead().clear();
  leader.step(order).expect({ state: Leader, term: 1 }).expectSent();
  const follower = new TestNode(t, { peers: [1, 2, 3] }).becomeFollower(1, 2);
  follower.step(order).expect({ state: Candidate, term: 2 });
});
