/** The exit codes of `grade`, `lab` and `start`. Part of the contract: see docs/grading.md. */
export const EXIT = {
  /** Done; for `grade`, whatever the score. */
  ok: 0,
  /** `grade`: a score is below `--min-score`; `lab test`: a test did not pass. */
  below: 1,
  /** The call, or the submission, cannot be read; a sentence on stderr says what to do. */
  usage: 2,
  /** The grader or the course itself is at fault. */
  grader: 3,
  /** Stopped by Ctrl-C; other signals likewise give 128 and their number. */
  interrupted: 130,
} as const;
