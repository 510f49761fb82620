/**
 * The errors that a Raft node and its storage throw, by code.
 *
 * They are told apart by their code and never with `instanceof`: a storage may come from elsewhere,
 * and bring errors of its own.
 *
 * Given code: read it, do not change it.
 */

import { TinyKvError } from "@tinykv/runtime";

/** What a caller of this lab's code can meet. The texts are for people; compare codes. */
export type RaftErrorCode =
  /** The index is older than the last snapshot: only a snapshot can help. */
  | "raft/compacted"
  /** The index is not there yet. */
  | "raft/unavailable"
  /** A snapshot that is not newer than the one there is. */
  | "raft/snapshot-out-of-date"
  /** The snapshot is being made: ask again later. */
  | "raft/snapshot-temporarily-unavailable"
  /** The proposal did not enter the log. The client may try elsewhere, or later. */
  | "raft/proposal-dropped"
  /** A message that never travels came from outside. */
  | "raft/step-local-message"
  /** A response of somebody who is not a member. */
  | "raft/step-peer-not-found"
  /** A node cannot be made from this configuration. */
  | "raft/config-invalid";

/** Makes such an error. All of them surely had no effect. */
export function raftError(code: RaftErrorCode, message: string): TinyKvError {
  return new TinyKvError(code, message);
}

/** True if something thrown is the error with this code. */
export function isRaftError(error: unknown, code: RaftErrorCode): boolean {
  return error instanceof TinyKvError && error.code === code;
}
