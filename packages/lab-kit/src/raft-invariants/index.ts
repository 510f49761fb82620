export type { LogEntry, LogStart, NodeStatus } from "./observation.ts";
export { type BrokenInvariant, RaftInvariants, type StartedNode } from "./raft-invariants.ts";
