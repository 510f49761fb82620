/**
 * The `setupFiles` module of a lab run under jest: prepares the process for the labs of its order.
 *
 * It imports nothing that needs jest's own globals: those are made after it.
 */

import { currentRun } from "./lab-run.ts";
import { prepareProcess } from "./prepare-process.ts";

await prepareProcess(Object.values(currentRun().order.sources));
