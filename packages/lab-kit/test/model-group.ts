/**
 * A small replicated log that is right: what Raft agrees on, without its messages. A leader copies
 * its log to one node at a time, at once; nodes crash, forget what they had committed, compact
 * their logs, and are given snapshots. All that happens is told to the invariants, as a simulated
 * cluster would do.
 */

import type {
  LogEntry,
  LogStart,
  NodeStatus,
  RaftInvariants,
} from "../src/raft-invariants/index.ts";

/** One node of the group. */
export interface ModelNode {
  readonly id: number;
  term: number;
  isLeader: boolean;
  /** What a snapshot has taken the place of. */
  start: LogStart;
  /** The entries behind that. */
  log: LogEntry[];
  committed: number;
  applied: number;
}

/** What a group can be made to do. */
export type ModelAction =
  | { readonly do: "elect"; readonly node: number; readonly voters: readonly number[] }
  | { readonly do: "propose" | "commit" | "apply" | "restart" | "compact"; readonly node: number }
  | { readonly do: "replicate"; readonly node: number; readonly to: number };

const BEGIN: LogStart = { index: 0, term: 0 };

/** How a node is seen from outside. */
export function statusOf({ id, term, isLeader, committed }: ModelNode): NodeStatus {
  return { id, term, isLeader, committed };
}

/** The index of a node's last entry. */
export function lastIndexOf({ start, log }: ModelNode): number {
  return start.index + log.length;
}

/** The entry of a node at an index; `undefined` if there is none, or if a snapshot has it. */
export function entryAt({ start, log }: ModelNode, index: number): LogEntry | undefined {
  return log[index - start.index - 1];
}

function termAt(node: ModelNode, index: number): number | undefined {
  return index === node.start.index ? node.start.term : entryAt(node, index)?.term;
}

/** Whether the log of `one` is at least as new as that of `other`. */
function isAsNew(one: ModelNode, other: ModelNode): boolean {
  const [ours, theirs] = [lastIndexOf(one), lastIndexOf(other)];
  const [ourTerm = 0, theirTerm = 0] = [termAt(one, ours), termAt(other, theirs)];
  return ourTerm === theirTerm ? ours >= theirs : ourTerm > theirTerm;
}

/** The group. Its nodes have the ids from 1 on. */
export class ModelGroup {
  readonly nodes: readonly ModelNode[];
  readonly #invariants: RaftInvariants;
  #proposed = 0;

  constructor(size: number, invariants: RaftInvariants) {
    this.#invariants = invariants;
    this.nodes = Array.from({ length: size }, (_, at) => ({
      ...{ id: at + 1, term: 0, isLeader: false, start: BEGIN, log: [], committed: 0, applied: 0 },
    }));
    for (const node of this.nodes) this.#tellStarted(node);
  }

  /** The node of an index from 0 on, however big that is. */
  node(at: number): ModelNode {
    const node = this.nodes[at % this.nodes.length];
    if (node === undefined) throw new Error("a group has nodes");
    return node;
  }

  /** Does something, if it is possible for a right group. */
  act(action: ModelAction): void {
    const node = this.node(action.node);
    switch (action.do) {
      case "elect":
        return this.#elect(node, new Set(action.voters.map((voter) => this.node(voter).id)));
      case "propose":
        return this.#propose(node);
      case "replicate":
        return this.#replicate(node, this.node(action.to));
      case "commit":
        return this.#commit(node);
      case "apply":
        return this.#apply(node);
      case "restart":
        return this.#restart(node);
      case "compact":
        return this.#compact(node);
      default:
        return action satisfies never;
    }
  }

  /** Brings the group to rest: one leader, and everything with everybody. Returns the leader. */
  settle(): ModelNode {
    const everybody = this.nodes.map((_, at) => at);
    const leads = ({ isLeader, term }: ModelNode): boolean =>
      isLeader && this.nodes.every((other) => other.term <= term);
    for (const at of everybody) {
      if (!this.nodes.some(leads)) this.act({ do: "elect", node: at, voters: everybody });
      if (!this.nodes.some(leads)) this.act({ do: "elect", node: at, voters: everybody });
    }
    const leader = this.nodes.find(leads);
    if (leader === undefined) throw new Error("a group without faults elects a leader");
    const node = leader.id - 1;
    for (let count = 0; count < 3; count += 1) this.act({ do: "propose", node });
    for (let round = 0; round < 2; round += 1) {
      for (const to of everybody) this.act({ do: "replicate", node, to });
      this.act({ do: "commit", node });
    }
    for (const at of everybody) {
      while (this.node(at).applied < leader.committed) this.act({ do: "apply", node: at });
    }
    return leader;
  }

  #elect(candidate: ModelNode, asked: ReadonlySet<number>): void {
    const term = candidate.term + 1;
    this.#enter(candidate, term);
    let votes = 1;
    for (const voter of this.nodes) {
      if (voter === candidate || !asked.has(voter.id) || voter.term >= term) continue;
      this.#enter(voter, term);
      if (isAsNew(candidate, voter)) votes += 1;
    }
    if (votes * 2 <= this.nodes.length) return;
    candidate.isLeader = true;
    this.#tell(candidate, [this.#push(candidate, "")]);
  }

  #enter(node: ModelNode, term: number): void {
    if (term === node.term) return;
    node.term = term;
    node.isLeader = false;
    this.#tell(node, []);
  }

  #propose(leader: ModelNode): void {
    if (!leader.isLeader) return;
    this.#proposed += 1;
    this.#tell(leader, [this.#push(leader, `command ${this.#proposed}`)]);
  }

  #push(node: ModelNode, content: string): LogEntry {
    const entry = { index: lastIndexOf(node) + 1, term: node.term, content };
    node.log.push(entry);
    return entry;
  }

  #replicate(leader: ModelNode, to: ModelNode): void {
    if (!leader.isLeader || leader === to || to.term > leader.term) return;
    this.#enter(to, leader.term);
    const { start } = leader;
    const lacksStart = to.start.index < start.index && termAt(to, start.index) !== start.term;
    if (lacksStart) this.#restore(to, start);
    const news = leader.log.filter(
      ({ index, term }) => index > to.start.index && termAt(to, index) !== term,
    );
    const [first] = news;
    if (first !== undefined)
      to.log = [...to.log.slice(0, first.index - to.start.index - 1), ...news];
    to.committed = Math.max(to.committed, leader.committed);
    this.#tell(to, news);
  }

  #restore(node: ModelNode, start: LogStart): void {
    Object.assign(node, { start, log: [], committed: start.index, applied: start.index });
    this.#invariants.restored(node.id, start);
  }

  /** An entry of the leader's own term that a majority has had from it. */
  #commit(leader: ModelNode): void {
    if (!leader.isLeader) return;
    const { term } = leader;
    const isWidespread = (index: number): boolean => {
      const holders = this.nodes.filter(
        (node) => node.term === term && termAt(node, index) === term,
      );
      return holders.length * 2 > this.nodes.length;
    };
    const found = leader.log.findLast((entry) => entry.term === term && isWidespread(entry.index));
    leader.committed = Math.max(leader.committed, found?.index ?? 0);
    this.#tell(leader, []);
  }

  #apply(node: ModelNode): void {
    const entry = entryAt(node, node.applied + 1);
    if (entry === undefined || node.applied >= node.committed) return;
    node.applied = entry.index;
    this.#invariants.applied(node.id, entry);
  }

  #restart(node: ModelNode): void {
    Object.assign(node, {
      isLeader: false,
      committed: node.start.index,
      applied: node.start.index,
    });
    this.#tellStarted(node);
    this.#tell(node, []);
  }

  /** Applies all that is committed, and drops the log up to there. */
  #compact(node: ModelNode): void {
    while (node.applied < node.committed) this.#apply(node);
    const { index, term } = entryAt(node, node.applied) ?? node.start;
    node.log = node.log.slice(index - node.start.index);
    node.start = { index, term };
  }

  #tellStarted({ id, start, log, committed, applied }: ModelNode): void {
    this.#invariants.started({ id, start, entries: log, committed, applied });
  }

  #tell(node: ModelNode, entries: readonly LogEntry[]): void {
    this.#invariants.observe(statusOf(node));
    this.#invariants.appended(statusOf(node), entries);
  }
}
