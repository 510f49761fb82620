/** Simulated clusters for 2C-raft and 3A: snapshots, members that come and go, moving leaders. */

import { labTest } from "@tinykv/lab-kit";
import * as profiles from "./sim/profiles.ts";
import { simulate } from "./sim/simulate.ts";

labTest("sim: logs that are compacted while followers are away", (t) =>
  simulate(t, profiles.compactedLogs, 4),
);
labTest("sim: snapshots while everything goes wrong", (t) =>
  simulate(t, profiles.snapshotsEverywhere, 4),
);

labTest("sim: members that come and go", (t) => simulate(t, profiles.changingMembers, 4));
labTest("sim: leadership that is handed over again and again", (t) =>
  simulate(t, profiles.movingLeaders, 4),
);
labTest("sim: everything at once", (t) => simulate(t, profiles.everything, 3));
