/** Entry file of `npm run mutants`. */

import { mutantsCommand } from "./mutants-command.ts";
import { runCommand } from "./run-command.ts";

await runCommand(mutantsCommand);
