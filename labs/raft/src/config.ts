/**
 * What a node is made from, and the check that it makes sense.
 *
 * Given code: read it, do not change it.
 */

import type { LogIndex, PeerId, Ticks } from "@tinykv/proto";
import type { Random } from "@tinykv/runtime";
import { raftError } from "./raft-error.ts";
import type { Storage } from "./storage.ts";

/** "Nobody": no leader, no vote, no target. No node has this id. */
export const NONE: PeerId = 0;

/** The configuration of one node. */
export interface RaftConfig {
  /** This node, 1 or more. */
  readonly id: PeerId;
  /**
   * All members of a brand-new group, this node included. Absent or empty: the members are those of
   * the storage's `ConfState`, and there may be none. Not both: a group is new, or it is not.
   */
  readonly peers?: readonly PeerId[];
  /** The base of the election timeout: longer than `heartbeatTick`. In a store 10. */
  readonly electionTick: Ticks;
  /** How often a leader sends heartbeats, 1 or more. In a store 2. */
  readonly heartbeatTick: Ticks;
  /** Where state and log are read from. The node never writes to it. */
  readonly storage: Storage;
  /** After a restart: everything up to here was applied. 0 or absent: nothing is known. */
  readonly applied?: LogIndex;
  /** Where chance comes from. A run with the same stream and the same inputs is the same run. */
  readonly random: Random;
}

/**
 * Checks a configuration.
 *
 * @throws {TinyKvError} `raft/config-invalid`, with what is wrong
 */
export function validateConfig(config: RaftConfig): void {
  const { id, electionTick, heartbeatTick, applied = 0 } = config;
  const isCount = (value: number, least: number): boolean =>
    Number.isSafeInteger(value) && value >= least;
  if (!isCount(id, 1)) throw invalid(`id is ${id}; 0 means nobody`);
  if (!isCount(heartbeatTick, 1)) throw invalid(`heartbeatTick is ${heartbeatTick}`);
  if (!isCount(electionTick, heartbeatTick + 1)) {
    throw invalid(`electionTick (${electionTick}) is not above heartbeatTick (${heartbeatTick})`);
  }
  if (!isCount(applied, 0)) throw invalid(`applied is ${applied}`);
  // The types say that both are there; a caller in plain JavaScript has no types.
  for (const field of ["storage", "random"] as const) {
    if ((config as Partial<RaftConfig>)[field] === undefined) throw invalid(`there is no ${field}`);
  }
  const { nodes } = config.storage.initialState().confState;
  if ((config.peers ?? []).length > 0 && nodes.length > 0) {
    throw invalid(`peers are for a new group, and the storage has members: ${nodes.join(", ")}`);
  }
}

function invalid(what: string): Error {
  return raftError("raft/config-invalid", what);
}
