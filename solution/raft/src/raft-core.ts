/** You write this file: the state of a node, and what every family of messages needs of it.
 *
 * The families (`election.ts`, `heartbeat.ts`, …) are functions over this state, and `raft.ts`
 * decides which of them a message goes to. The names of the fields are those of Raft paper,
 * Figure 2, and of the tests, which read and write them; add fields of your own as you need them.
 *
 * Nothing here waits, and nothing here knows the time: a node is a function of what it was made
 * from and of the messages and ticks since then. Handout: docs/labs/raft-2a.md.
 */

import { type LogIndex, Message, type PeerId, type Term, type Ticks } from "@tinykv/proto";
import { invariant, type Random } from "@tinykv/runtime";
import { NONE, type RaftConfig, validateConfig } from "./config.ts";
import type { Progress } from "./progress.ts";
import { newLog, type RaftLog } from "./raft-log.ts";
import { StateType } from "./state-type.ts";

/** The state of one node. */
export class RaftCore {
  readonly id: PeerId;
  /** The newest term the node knows. */
  term: Term = 0;
  /** Whom it voted for in that term; 0: nobody. */
  vote: PeerId = NONE;
  raftLog: RaftLog;
  /** The members, this node among them, with what it believes of each if it leads. */
  prs: Map<PeerId, Progress> = new Map();
  state: StateType = StateType.Follower;
  /** Of a candidate: who answered what. */
  votes: Map<PeerId, boolean> = new Map();
  /** What the node wants to say, in this order. Whoever runs it takes it out. */
  msgs: Message[] = [];
  /** The known leader of this term; 0: none. */
  lead: PeerId = NONE;
  readonly heartbeatTimeout: Ticks;
  /** The base from which the random timeout is drawn. */
  readonly electionTimeout: Ticks;
  /** Of a leader: ticks since its last heartbeats. */
  heartbeatElapsed: Ticks = 0;
  /** Ticks since the timer started; on a leader, since a transfer started. */
  electionElapsed: Ticks = 0;
  /** Where leadership is being handed to (3A); 0: nowhere. */
  leadTransferee: PeerId = NONE;
  /** No change of the members behind this index can be waiting to be applied (3A). */
  pendingConfIndex: LogIndex = 0;
  /** Where chance comes from. */
  readonly random: Random;
  /** The timeout that is running: when `electionElapsed` reaches it, an election is due. */
  randomizedElectionTimeout: Ticks = 0;

  /** @throws {TinyKvError} `raft/config-invalid` */
  constructor(config: RaftConfig) {
    validateConfig(config);
    this.id = config.id;
    this.heartbeatTimeout = config.heartbeatTick;
    this.electionTimeout = config.electionTick;
    this.random = config.random;
    this.raftLog = newLog(config.storage);
    // gap 2AA RaftCore.constructor
    // TODO(2AA) restore term, vote, marks and members; begin as a follower without a leader.
    //   read:  docs/labs/raft-2a.md#reading-what-is-stored; labs/raft/src/config.ts
    //   keep:  every member has a progress, on a follower too; the commit index is never lowered
    //   check: npm run lab -- test 2AA -t TestStartAsFollower2AA
    // solution
    const { hardState, confState } = config.storage.initialState();
    this.term = hardState.term;
    this.vote = hardState.vote;
    this.raftLog.committed = Math.max(this.raftLog.committed, hardState.commit);
    if (config.applied !== undefined && config.applied > 0) this.raftLog.applied = config.applied;
    const { applied, committed } = this.raftLog;
    const lastIndex = this.raftLog.lastIndex();
    // A disk that lost what was acknowledged: better no node than one that votes without it.
    invariant(committed <= lastIndex, "raft/commit-out-of-range", { committed, lastIndex });
    invariant(applied <= committed, "raft/applied-out-of-range", { applied, committed });
    const isNew = config.peers !== undefined && config.peers.length > 0;
    const next = lastIndex + 1;
    for (const id of isNew ? config.peers : confState.nodes) this.prs.set(id, { match: 0, next });
    this.reset(this.term);
    // end
  }

  /**
   * What all changes of role have in common.
   *
   * @param term the term in which the node goes on: its own, or a newer one
   */
  reset(term: Term): void {
    // gap 2AA RaftCore.reset
    // TODO(2AA) forget what belongs to the old role, and draw a new random timeout.
    //   read:  docs/labs/raft-2a.md#roles; docs/labs/raft-2a.md#the-clock
    //   keep:  the vote is forgotten only if the term changes
    //   check: npm run lab -- test 2AA -t ElectionTimeoutRandomized2AA
    // solution
    if (term !== this.term) {
      this.term = term;
      this.vote = NONE;
    }
    this.lead = NONE;
    this.heartbeatElapsed = 0;
    this.electionElapsed = 0;
    this.randomizedElectionTimeout = this.electionTimeout + this.random.below(this.electionTimeout);
    this.votes = new Map();
    this.leadTransferee = NONE;
    // end
  }

  /** How many members are a majority. */
  quorum(): number {
    // gap 2AA RaftCore.quorum
    // TODO(2AA) say how many members must agree.
    //   read:  docs/labs/raft-2a.md#votes
    //   keep:  any two majorities of the same members have one in common
    //   check: npm run lab -- test 2AA -t TestLeaderElection2AA
    // solution
    return Math.floor(this.prs.size / 2) + 1;
    // end
  }

  /** Queues a message. Sender and term are filled in; fields that are not given stay empty. */
  send(fields: Pick<Message, "msgType" | "to"> & Partial<Message>): void {
    const message = Message.create();
    this.msgs.push(Object.assign(message, { from: this.id, term: this.term }, fields));
  }

  /** The other members, in the order in which they were added. */
  others(): PeerId[] {
    return [...this.prs.keys()].filter((id) => id !== this.id);
  }
}
