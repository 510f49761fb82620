/**
 * The clusters of the labels: what is drawn for each of them. The weather gets rougher from label
 * to label, because each knows how to live with more.
 */

import type { ClusterProfile } from "./cluster-plan.ts";

const LINK = { delayMs: [1, 20] } as const;
const STORM_MS = 15_000;

const elections: Omit<ClusterProfile, "rates"> = {
  ...{ nodes: [3, 5, 7], driver: "core", link: LINK, stormMs: STORM_MS },
  ...{ clients: 0, operationsEach: 0 },
};

const log: Omit<ClusterProfile, "rates"> = {
  ...{ nodes: [3, 5, 7], driver: "core", link: LINK, stormMs: STORM_MS },
  ...{ clients: 4, operationsEach: 10 },
};

const disks: Omit<ClusterProfile, "rates"> = { ...log, driver: "raw", writeMs: [0.5, 20] };

/** 2AA: messages are lost, late, doubled; nobody is ever down. */
export const electionsInBadNetworks: ClusterProfile = {
  ...elections,
  rates: { partition: 0.2, isolate: 0.3, cut: 0.2, badLinks: 0.4 },
};

/** 2AA: nodes crash and stand still, and their clocks go wrong. */
export const electionsAmongCrashes: ClusterProfile = {
  ...elections,
  link: { ...LINK, reorder: 0.05 },
  // A node that is back at once meets the election in which it voted; candidates that cannot hear
  // each other stand in the same term.
  asks: { stand: 2 },
  rates: { crash: 3, cut: 2, pause: 0.5, clock: 0.2 },
};

/** 2AB: the log under loss, duplication and reordering. */
export const logInBadNetworks: ClusterProfile = {
  ...log,
  link: { delayMs: [1, 40], loss: 0.05, duplicate: 0.05, reorder: 0.2 },
  rates: { badLinks: 0.5, cut: 0.1 },
};

/** 2AB: leaders are cut off, and come back. */
export const logAmongPartitions: ClusterProfile = {
  ...log,
  asks: { stand: 0.7 },
  rates: { partition: 0.5, isolate: 0.7, cut: 0.3, pause: 0.3 },
};

/** 2AC: nodes crash while they write, and read their disks again. */
export const disksAmongCrashes: ClusterProfile = {
  ...disks,
  asks: { stand: 0.5 },
  rates: { crash: 2, isolate: 0.3, badLinks: 0.2 },
};

/** 2AC: disks are slow and fail, and nodes stand still. */
export const failingDisks: ClusterProfile = {
  ...disks,
  writeMs: [1, 80],
  rates: { diskFailure: 0.6, pause: 0.3, partition: 0.2 },
};

/** 2C-raft: logs are compacted while followers are away. */
export const compactedLogs: ClusterProfile = {
  ...disks,
  compactAfter: 8,
  asks: { stand: 0.3 },
  rates: { isolate: 0.5, crash: 0.4, badLinks: 0.3 },
};

/** 2C-raft: all of it at once. */
export const snapshotsEverywhere: ClusterProfile = {
  ...disks,
  compactAfter: 4,
  link: { ...LINK, loss: 0.05, duplicate: 0.05, reorder: 0.1 },
  rates: { partition: 0.2, cut: 0.1, crash: 0.5, pause: 0.2, diskFailure: 0.1 },
};

/** 3A: members come and go. */
export const changingMembers: ClusterProfile = {
  ...disks,
  ...{ nodes: [3, 5], joiners: 2, compactAfter: 8 },
  asks: { join: 0.5, leave: 0.3 },
  rates: { isolate: 0.2, crash: 0.3, badLinks: 0.2 },
};

/** 3A: leadership is handed over again and again. */
export const movingLeaders: ClusterProfile = {
  ...disks,
  nodes: [3, 5],
  compactAfter: 8,
  asks: { lead: 1.5 },
  rates: { isolate: 0.2, crash: 0.2, badLinks: 0.3 },
};

/** All faults there are, and all that a group can be asked for. */
export const everything: ClusterProfile = {
  ...disks,
  ...{ nodes: [3, 5, 7], joiners: 2, compactAfter: 8 },
  asks: { stand: 0.2, lead: 0.3, join: 0.3, leave: 0.2 },
  rates: {
    ...{ partition: 0.2, isolate: 0.2, cut: 0.1, crash: 0.3, pause: 0.2 },
    ...{ clock: 0.1, diskFailure: 0.1, badLinks: 0.3 },
  },
};
