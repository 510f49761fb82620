/**
 * The constants of the talk between a label's process and the grader, apart from the schemas: the
 * process trusts its order, and starts a tenth of a second earlier without them.
 */

/** The environment variable that holds the order for a run as JSON. */
export const RUN_VARIABLE = "TINYKV_LAB_RUN";

/** The file descriptor that events go to. */
export const EVENT_FD = 3;

/**
 * The limit of a test once another one of its label has timed out at the full limit. The code is
 * wrong then, and many tests will meet the same mistake: each is to have a result of its own, and
 * not too late. No right solution ever gets here.
 */
export function hurriedSeconds(testSeconds: number): number {
  return Math.min(testSeconds, Math.max(1, testSeconds / 3));
}

/** How long a test may take to clean up behind itself, on top of its own time. */
export function cleanUpSeconds(testSeconds: number): number {
  return Math.min(1, testSeconds / 2);
}
