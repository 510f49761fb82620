/** Entry file of `npm start`. */

import { runCommand } from "./run-command.ts";
import { startCommand } from "./start-command.ts";

await runCommand(startCommand);
