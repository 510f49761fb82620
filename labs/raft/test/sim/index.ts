/** Simulated raft clusters for other packages: plans, and the runs that follow from them. */

export {
  type ClientOperation,
  type ClusterPlan,
  type ClusterProfile,
  drawPlan,
} from "./cluster-plan.ts";
export * as profiles from "./profiles.ts";
export {
  type ClusterCounts,
  type ClusterOutcome,
  type RaftLabCode,
  runPlan,
} from "./sim-cluster.ts";
