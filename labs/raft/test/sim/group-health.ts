/**
 * Whether a group is well: one leader, the logs of all members as long as the leader's and applied
 * to their ends, and no client that waits.
 */

import type { PeerId } from "@tinykv/proto";
import type { SimClient } from "./sim-client.ts";
import type { NodeLife, SimNode } from "./sim-node.ts";

/** Looks at the machines and clients of one cluster. */
export class GroupHealth {
  /** In the order of their ids, from 1 on. */
  readonly #nodes: readonly SimNode[];
  readonly #clients: readonly SimClient[];

  constructor(nodes: readonly SimNode[], clients: readonly SimClient[]) {
    this.#nodes = nodes;
    this.#clients = clients;
  }

  /** The life that leads in the newest term. */
  leader(): NodeLife | undefined {
    let leader: NodeLife | undefined;
    for (const { life } of this.#nodes) {
      const status = life?.driver.status();
      if (status?.isLeader !== true) continue;
      if (leader === undefined || leader.driver.status().term < status.term) leader = life;
    }
    return leader;
  }

  /** Why the group is not well, in words; `undefined` if it is. */
  whatIsWrong(): string | undefined {
    const unanswered = this.#clients.filter(({ isDone }) => !isDone);
    if (unanswered.length > 0) return `${unanswered.length} clients still wait for answers`;
    const leader = this.leader();
    if (leader === undefined) return "no node leads";
    const { id, term, committed } = leader.driver.status();
    const end = leader.driver.lastIndex();
    if (committed < end) return `leader ${id} has committed ${committed} of its log to ${end}`;
    for (const member of leader.members) {
      const wrong = this.#whatIsWrongWith(member, { term, committed });
      if (wrong !== undefined) return `leader ${id} has the log to ${end}, and ${wrong}`;
    }
    return undefined;
  }

  #whatIsWrongWith(
    id: PeerId,
    { term, committed }: { readonly term: number; readonly committed: number },
  ): string | undefined {
    const life = this.#nodes[id - 1]?.life;
    if (life === undefined) return `node ${id} is down`;
    const status = life.driver.status();
    if (status.term !== term) return `node ${id} is in term ${status.term}, not ${term}`;
    if (status.committed !== committed) return `node ${id} has committed ${status.committed}`;
    return life.applied === committed ? undefined : `node ${id} has applied ${life.applied}`;
  }
}
