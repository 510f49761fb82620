/** Entry file of `npm run grade`. */

import { gradeCommand } from "./grade-command.ts";
import { runCommand } from "./run-command.ts";

await runCommand(gradeCommand);
