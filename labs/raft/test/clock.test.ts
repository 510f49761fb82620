/** Part 2AA, the scenarios of the original course about ticks: heartbeats and random timeouts. */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { MessageType } from "@tinykv/proto";
import { StateType } from "../src/state-type.ts";
import { lab, newStorage } from "./raft-lab.ts";
import { TestNode } from "./test-node.ts";

const { MsgHeartbeat } = MessageType;
const three = { peers: [1, 2, 3] };

// Only a leader has heartbeats to send.
labTest("TestRecvMessageType_MsgBeat2AA", (t) => {
  const counts = [
    [StateType.Leader, 2],
    [StateType.Candidate, 0],
    [StateType.Follower, 0],
  ] as const;
  for (const [state, count] of counts) {
    const node = new TestNode(t, three);
    node.do(`a log of its own, term = 1, state = ${state}`, (raft) => {
      const storage = newStorage([{}, { index: 1, term: 0 }, { index: 2, term: 1 }]);
      Object.assign(raft, { raftLog: lab.newLog(storage), term: 1, state });
    });
    node.step({ msgType: MessageType.MsgBeat, from: 1 });
    node.sent(`${count} heartbeats`, (messages) => {
      t.expectEqual(messages.length, count, "number of messages");
      const others = messages.filter(({ msgType }) => msgType !== MsgHeartbeat);
      t.expectEqual(others.length, 0, "number of messages that are no heartbeats");
    });
  }
});

// Raft paper §5.2: a leader shows that it is there.
labTest("TestLeaderBcastBeat2AA", (t) => {
  const node = new TestNode(t, three).lead().propose().clear();
  node.tick();
  const beat = { msgType: MsgHeartbeat, term: 1 };
  node.expectSent({ ...beat, to: 2 }, { ...beat, to: 3 });
});

const ROUNDS = 500;

// Raft paper §5.2: election timeouts are drawn from a range, anew each time.
labTest("TestFollowerElectionTimeoutRandomized2AA", (t) => {
  timeoutsAreSpread(t, "becomeFollower(term + 1, 2)", (raft) =>
    raft.becomeFollower(raft.term + 1, 2),
  );
});
labTest("TestCandidateElectionTimeoutRandomized2AA", (t) => {
  timeoutsAreSpread(t, "becomeCandidate()", (raft) => raft.becomeCandidate());
});

function timeoutsAreSpread(
  t: LabContext,
  what: string,
  begin: (raft: TestNode["raft"]) => void,
): void {
  const node = new TestNode(t, three);
  const seen = new Set<number>();
  node.do(`${ROUNDS} times ${what}, and ticks until it campaigns`, (raft) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      begin(raft);
      let ticks = 0;
      while (raft.msgs.length === 0 && ticks < 100) {
        raft.tick();
        ticks += 1;
      }
      seen.add(ticks);
      raft.msgs = [];
    }
  });
  t.stepNow("each timeout from 11 to 19 ticks was seen, none below 10, none above 19", () => {
    const sorted = [...seen].sort((a, b) => a - b);
    const range = sorted.filter((ticks) => ticks > 10).join(" ");
    t.expectEqual(range, "11 12 13 14 15 16 17 18 19", "timeouts above 10");
    t.expectTrue(
      sorted.every((ticks) => ticks >= 10),
      "no timeout below 10 ticks",
    );
  });
}

const LOCKSTEP_ROUNDS = 1000;
const CONFLICTS_MAX = 300;

// Raft paper §5.2: so that rarely two time out together. Evenly drawn, 23 % of the rounds tie.
labTest("TestFollowersElectionTimeoutNonconflict2AA", (t) => {
  timeoutsRarelyTie(t, "becomeFollower(term + 1, 0)", (raft) =>
    raft.becomeFollower(raft.term + 1, 0),
  );
});
labTest("TestCandidatesElectionTimeoutNonconflict2AA", (t) => {
  timeoutsRarelyTie(t, "becomeCandidate()", (raft) => raft.becomeCandidate());
});

function timeoutsRarelyTie(
  t: LabContext,
  what: string,
  begin: (raft: TestNode["raft"]) => void,
): void {
  const peers = [1, 2, 3, 4, 5];
  const rafts = peers.map((id) => new TestNode(t, { id, peers }).raft);
  t.stepNow(`${LOCKSTEP_ROUNDS} times ${what}, and all tick until one campaigns`, () => {
    let conflicts = 0;
    for (let round = 0; round < LOCKSTEP_ROUNDS; round += 1) {
      for (const raft of rafts) begin(raft);
      for (let ticks = 0; ticks < 100 && rafts.every(isQuiet); ticks += 1) {
        for (const raft of rafts) raft.tick();
      }
      if (rafts.filter((raft) => !isQuiet(raft)).length > 1) conflicts += 1;
      for (const raft of rafts) raft.msgs = [];
    }
    if (conflicts > CONFLICTS_MAX) {
      t.fail(`in ${conflicts} of ${LOCKSTEP_ROUNDS} rounds two or more campaigned together`);
    }
  });
}

function isQuiet(raft: TestNode["raft"]): boolean {
  return raft.msgs.length === 0;
}
