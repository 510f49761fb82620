/**
 * The seven promises of a Raft group, watched together: election safety, leader append-only, log
 * matching, leader completeness, state machine safety, commit never goes back, applied in order.
 *
 * Whoever runs the nodes tells what happens, and each promise looks at what is new; so it is cheap
 * enough to look after every step. The logs are kept here once more, as they were handed over for
 * the disk: a node is not believed about its own past.
 */

import { AppliedInOrder } from "./applied-in-order.ts";
import { CommitNeverGoesBack } from "./commit-never-goes-back.ts";
import { ElectionSafety } from "./election-safety.ts";
import { LeaderAppendOnly } from "./leader-append-only.ts";
import { LeaderCompleteness } from "./leader-completeness.ts";
import { LogMatching } from "./log-matching.ts";
import type { LogEntry, LogStart, NodeStatus } from "./observation.ts";
import { StateMachineSafety } from "./state-machine-safety.ts";
import { WatchedLog } from "./watched-log.ts";

/** A promise that was broken, and how. */
export interface BrokenInvariant {
  readonly name: string;
  readonly reason: string;
}

/** What a node begins a life with. */
export interface StartedNode {
  readonly id: number;
  /** What stands before the first entry of its stored log. */
  readonly start: LogStart;
  /** Its stored log. */
  readonly entries: readonly LogEntry[];
  /** The commit index in its stored hard state. */
  readonly committed: number;
  /** How far its state machine is. */
  readonly applied: number;
}

/** Watches one group. */
export class RaftInvariants {
  readonly #electionSafety = new ElectionSafety();
  readonly #leaderAppendOnly = new LeaderAppendOnly();
  readonly #logMatching = new LogMatching();
  readonly #leaderCompleteness = new LeaderCompleteness();
  readonly #stateMachineSafety = new StateMachineSafety();
  readonly #commitNeverGoesBack = new CommitNeverGoesBack();
  readonly #appliedInOrder = new AppliedInOrder();
  readonly #logs = new Map<number, WatchedLog>();
  /** The term that each node was last seen in. */
  readonly #terms = new Map<number, number>();
  readonly #onBroken: (broken: BrokenInvariant) => void;

  /** @param onBroken told of each promise that is broken, when it is */
  constructor(onBroken: (broken: BrokenInvariant) => void) {
    this.#onBroken = onBroken;
  }

  /** Terms that had a leader. */
  get elections(): number {
    return this.#electionSafety.elections;
  }

  /** A node begins a life. */
  started({ id, start, entries, committed, applied }: StartedNode): void {
    this.#logs.set(id, new WatchedLog(start, entries));
    this.#commitNeverGoesBack.started(id, committed);
    this.#leaderAppendOnly.started(id);
    this.#appliedInOrder.started(id, applied);
  }

  /** A node is as it is after a step. */
  observe(status: NodeStatus): void {
    this.#terms.set(status.id, status.term);
    this.#tell(this.#electionSafety, this.#electionSafety.observe(status));
    this.#tell(this.#commitNeverGoesBack, this.#commitNeverGoesBack.observe(status));
  }

  /** A node hands over what is new in its log, which may be nothing. */
  appended(status: NodeStatus, entries: readonly LogEntry[]): void {
    const { id } = status;
    const log = this.#logOf(id);
    const [first] = entries;
    const before = log.lastIndex;
    this.#tell(this.#leaderAppendOnly, this.#leaderAppendOnly.appended(status, entries, before));
    if (first !== undefined) {
      const termBefore = log.termAt(first.index - 1);
      // Behind a snapshot of which nothing is known but its own last term.
      if (typeof termBefore === "number") {
        this.#tell(this.#logMatching, this.#logMatching.appended(id, entries, termBefore));
      }
      log.append(entries);
    }
    const termAt = (index: number) => log.termAt(index);
    this.#tell(this.#leaderCompleteness, this.#leaderCompleteness.observe(status, termAt));
  }

  /** A snapshot becomes the log and the state of a node. */
  restored(id: number, start: LogStart): void {
    this.#logs.set(id, new WatchedLog(start, []));
    this.#tell(this.#appliedInOrder, this.#appliedInOrder.restored(id, start));
  }

  /** A node applies an entry. */
  applied(id: number, entry: LogEntry): void {
    this.#leaderCompleteness.committed(entry, this.#terms.get(id) ?? 0);
    this.#tell(this.#appliedInOrder, this.#appliedInOrder.applied(id, entry));
    this.#tell(this.#stateMachineSafety, this.#stateMachineSafety.applied(id, entry));
  }

  #logOf(id: number): WatchedLog {
    const log = this.#logs.get(id) ?? new WatchedLog({ index: 0, term: 0 }, []);
    this.#logs.set(id, log);
    return log;
  }

  #tell({ name }: { readonly name: string }, reason: string | undefined): void {
    if (reason !== undefined) this.#onBroken({ name, reason });
  }
}
