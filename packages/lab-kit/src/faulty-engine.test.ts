/** Without a fault armed, an engine under faults is an engine like any other. */

import { engineConformance } from "@tinykv/engine/conformance";
import { memoryEngines } from "@tinykv/engine/memory";
import { EngineFaults } from "./engine-faults.ts";

engineConformance(
  "in memory, behind faults",
  () => ({
    engines: new EngineFaults(memoryEngines()).engines,
    path: "/data",
    remove: async () => undefined,
  }),
  { runs: 20, seed: 20_240_601 },
);
