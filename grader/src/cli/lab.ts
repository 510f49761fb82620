/** Entry file of `npm run lab`. */

import { labCommand } from "./lab-command.ts";
import { runCommand } from "./run-command.ts";

await runCommand(labCommand);
