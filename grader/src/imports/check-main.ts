/**
 * The process in which a file is parsed that might be too much for the parser: reads one
 * {@link SourceCheck} from standard input and prints its findings. Started by `check-source.ts`,
 * which sees to the limits and to what becomes of a file that this process is lost with.
 */

import { text } from "node:stream/consumers";
import { checkHere, type SourceCheck } from "./check-source.ts";

const check = JSON.parse(await text(process.stdin)) as SourceCheck;
process.stdout.write(JSON.stringify(checkHere(check)));
