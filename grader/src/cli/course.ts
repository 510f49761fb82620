/** Entry file of `npm run course`. */

import { courseCommand } from "./course-command.ts";
import { runCommand } from "./run-command.ts";

await runCommand(courseCommand);
