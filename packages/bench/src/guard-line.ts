/** What the guard says of one cluster. */

export interface GuardLine {
  /** A name in the profiles of the raft lab's clusters. */
  readonly profile: string;
  readonly isSame: boolean;
  /** If it is not: the first event that differs, and who may have caused it. */
  readonly text: string;
}
