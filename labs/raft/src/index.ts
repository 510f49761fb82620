/**
 * The entry point of lab 2: what tests and later labs use of it.
 *
 * Given code: read it, do not change it.
 */

export { NONE, type RaftConfig } from "./config.ts";
export { describeEntry, describeLog, sortedNodes } from "./describe-node.ts";
export { isEmptyHardState, isEmptySnap, isHardStateEqual } from "./hard-state.ts";
export { matches, termIfKnown } from "./log-queries.ts";
export { MemoryStorage } from "./memory-storage.ts";
export { isFromLeader, isLocalMsg, isResponseMsg } from "./message-kinds.ts";
export type { Progress } from "./progress.ts";
export { newRaft, Raft } from "./raft.ts";
export { isRaftError, type RaftErrorCode, raftError } from "./raft-error.ts";
export { newLog, RaftLog } from "./raft-log.ts";
export { newRawNode, RawNode } from "./raw-node.ts";
export type { Ready, SoftState } from "./ready.ts";
export { StateType, stateName } from "./state-type.ts";
export type { InitialState, Storage } from "./storage.ts";
