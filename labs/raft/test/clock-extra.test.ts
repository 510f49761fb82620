/**
 * Part 2AA, what the original scenarios let pass: what starts the election timer again, and what
 * does not. The timeout is drawn, so each is tried many times.
 */

import { type LabContext, labTest } from "@tinykv/lab-kit";
import { Message, MessageType } from "@tinykv/proto";
import { lab, newStorage } from "./raft-lab.ts";
import { Candidate, Follower, Leader, type NodeOptions, TestNode, written } from "./test-node.ts";

const { MsgRequestVote, MsgAppend, MsgHeartbeat, MsgSnapshot, MsgHeartbeatResponse } = MessageType;
const TIMES = 30;

/** One try: a node, which is then given ticks and messages. */
interface Try {
  readonly options?: Partial<NodeOptions>;
  readonly setUp: (raft: TestNode["raft"]) => void;
  readonly message: Partial<Message> & Pick<Message, "msgType">;
  /** Looks at the node right after the message. */
  readonly check?: (raft: TestNode["raft"]) => void;
  readonly ticksAfter: number;
}

/** Ticks, steps the message, ticks again; the role afterwards must be this, every time. */
function tryOften(t: LabContext, what: string, one: Try, state: number): void {
  const { options, setUp, message, check, ticksAfter } = one;
  t.stepNow(`${TIMES} times: 9 ticks, ${what}, ${ticksAfter} ticks`, () => {
    for (let at = 0; at < TIMES; at += 1) {
      const raft = lab.newRaft({
        id: 1,
        peers: [1, 2, 3],
        electionTick: 10,
        heartbeatTick: 1,
        storage: newStorage([{}, ...written(options?.stored ?? [])]),
        random: t.random.fork(`${what} ${at}`),
      });
      setUp(raft);
      for (let tick = 0; tick < 9; tick += 1) raft.tick();
      raft.step(Message.fromPartial({ from: 2, to: 1, term: 1, ...message }));
      check?.(raft);
      for (let tick = 0; tick < ticksAfter; tick += 1) raft.tick();
      t.expectEqual(raft.state, state, "role (0 follower, 1 candidate, 2 leader)");
    }
  });
}

const asFollower = (raft: TestNode["raft"]): void => raft.becomeFollower(1, 0);

labTest("E2AA-1 granting a vote starts the timer again", (t) => {
  const message = { msgType: MsgRequestVote };
  tryOften(t, "a vote is granted", { setUp: asFollower, message, ticksAfter: 9 }, Follower);
});

// A timeout of 20 ticks would show here: 9 and 10 are 19, the longest that there may be.
labTest("E2AA-2 refusing a vote does not start the timer again", (t) => {
  const message = { msgType: MsgRequestVote };
  const options = { stored: [[1, 1]] } as const;
  // Refused for two reasons: a vote for another, which part 2AA knows, and an older log.
  const setUp = (raft: TestNode["raft"]): void => {
    asFollower(raft);
    raft.vote = 3;
  };
  const one = { options, setUp, message, ticksAfter: 10 };
  tryOften(t, "a vote is refused", one, Candidate);
});

labTest("E2AA-3 hearing from the leader starts the timer again", (t) => {
  const metadata = { index: 0, term: 0, confState: { nodes: [] } };
  const setUp = (raft: TestNode["raft"]): void => raft.becomeFollower(1, 2);
  const messages = [
    { msgType: MsgAppend },
    { msgType: MsgHeartbeat },
    { msgType: MsgSnapshot, snapshot: { metadata, data: Buffer.of() } },
  ];
  for (const message of messages) {
    const what = `message ${message.msgType} of the leader`;
    tryOften(t, what, { setUp, message, ticksAfter: 9 }, Follower);
  }
});

// Raft paper §5.1: a term that has passed is of no interest, whatever it says: the timer goes on.
labTest("E2AA-4 a message of an older term changes nothing", (t) => {
  const setUp = (raft: TestNode["raft"]): void => raft.becomeFollower(2, 0);
  const check = ({ lead, term, raftLog }: TestNode["raft"]): void => {
    t.expectEqual(lead, 0, "lead");
    t.expectEqual(term, 2, "term");
    t.expectEqual(raftLog.lastIndex(), 0, "lastIndex");
    t.expectEqual(raftLog.committed, 0, "committed");
  };
  const messages = [
    { msgType: MsgAppend, entries: written([[1, 1]]), commit: 1 },
    { msgType: MsgHeartbeat, commit: 1 },
  ];
  for (const message of messages) {
    const what = `message ${message.msgType} of term 1 to a node in term 2`;
    tryOften(t, what, { setUp, message, check, ticksAfter: 10 }, Candidate);
  }
});

// Guards against a counter of heartbeats that is not set back, or not counted.
labTest("E2AA-7 heartbeats are sent every heartbeatTick ticks", (t) => {
  const node = new TestNode(t, { peers: [1, 2, 3], heartbeatTick: 3 }).lead().clear();
  for (let tick = 1; tick <= 9; tick += 1) {
    node.tick();
    const beat = { msgType: MsgHeartbeat, term: 1 };
    if (tick % 3 === 0) node.expectSent({ ...beat, to: 2 }, { ...beat, to: 3 });
    else node.expectSent();
  }
});

labTest("E2AA-8 a leader does not time out", (t) => {
  new TestNode(t, { peers: [1, 2, 3] }).lead().tick(100).expect({ state: Leader, term: 1 });
});

labTest("E2AA-13 stepping down starts the timer again", (t) => {
  const setUp = (raft: TestNode["raft"]): void => {
    raft.becomeCandidate();
    raft.becomeLeader();
  };
  const message = { msgType: MsgHeartbeatResponse, term: 5 };
  tryOften(t, "an answer of term 5", { setUp, message, ticksAfter: 9 }, Follower);
});

/** Chance that always gives the lowest, or always the highest number. */
function extreme(pick: (bound: number) => number): NonNullable<NodeOptions["random"]> {
  const random = {
    nextUint32: () => pick(2 ** 32),
    below: pick,
    fork: () => random,
  };
  return Object.freeze(random);
}

// Exactly, where many draws can only make it likely.
labTest("an election timeout is electionTick to twice that less one", (t) => {
  const timeouts = [
    ["lowest", extreme(() => 0), 10],
    ["highest", extreme((bound) => bound - 1), 19],
  ] as const;
  for (const [what, random, ticks] of timeouts) {
    const node = new TestNode(t, { peers: [1, 2, 3], random }).becomeFollower(1, 0);
    t.stepNow(`chance gives the ${what} number`, () => undefined);
    node.tick(ticks - 1).expect({ state: Follower });
    node.tick().expect({ state: Candidate });
  }
});
