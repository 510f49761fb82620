/** The command that runs one test again, the same way: same files, same label, same seed. */

import { WORKING_TREE_NAME } from "../submission/read-submission.ts";

/** What to run again. */
export interface Replay {
  /** The name of the submission, as in its report. */
  readonly submission: string;
  readonly label: string;
  readonly test: string;
  readonly seed: number;
}

/** A command line for a POSIX shell, to be entered where the first one was. */
export function replayCommand({ submission, label, test, seed }: Replay): string {
  const command =
    submission === WORKING_TREE_NAME
      ? ["npm run lab -- test", label]
      : ["npm run grade --", quote(submission), "--label", label];
  return [...command, "-t", quote(test), "--seed", String(seed)].join(" ");
}

/** A word that a shell takes as it is. Names of submissions come from outside. */
export function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // Control characters have no place in a command that a person copies.
  return `'${word.replace(/\p{Cc}/gu, "").replaceAll("'", "'\\''")}'`;
}
