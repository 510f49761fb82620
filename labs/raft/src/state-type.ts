/**
 * The three roles of a node (Raft paper, section 5.1, Figure 4).
 *
 * Given code: read it, do not change it.
 */

/** The role of a node. */
export const StateType = { Follower: 0, Candidate: 1, Leader: 2 } as const;

export type StateType = (typeof StateType)[keyof typeof StateType];

/** The name of a role, for logs and failures. */
export function stateName(state: StateType): string {
  return ["follower", "candidate", "leader"][state] ?? `role ${state}`;
}
