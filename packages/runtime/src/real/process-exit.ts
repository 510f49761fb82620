/** The end of this process. */

import type { Exit } from "../exit.ts";

/** Ends the process at once; what has not been written by then is lost. */
export const processExit: Exit = (code) => process.exit(code);
