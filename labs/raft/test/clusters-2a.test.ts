/**
 * Simulated clusters for 2AA, 2AB and 2AC: whatever happens, no promise of the paper is broken,
 * what clients see is linearizable, and a group that is left in peace gets well.
 */

import { labTest } from "@tinykv/lab-kit";
import * as profiles from "./sim/profiles.ts";
import { simulate } from "./sim/simulate.ts";

labTest("sim: elections in a network that loses, doubles and reorders", (t) =>
  simulate(t, profiles.electionsInBadNetworks, 4),
);
labTest("sim: elections among nodes that crash, stand still and lose time", (t) =>
  simulate(t, profiles.electionsAmongCrashes, 4),
);

labTest("sim: a log in a network that loses, doubles and reorders", (t) =>
  simulate(t, profiles.logInBadNetworks, 4),
);
labTest("sim: a log whose leaders are cut off and come back", (t) =>
  simulate(t, profiles.logAmongPartitions, 4),
);

labTest("sim: nodes that crash while they write", (t) =>
  simulate(t, profiles.disksAmongCrashes, 4),
);
labTest("sim: disks that are slow and fail", (t) => simulate(t, profiles.failingDisks, 4));
