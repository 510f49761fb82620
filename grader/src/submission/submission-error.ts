/**
 * The error by which a submission as a whole cannot be read. Its text says what is wrong and what
 * to do about it, for somebody who has never seen the grader's code.
 */

import { TinyKvError } from "@tinykv/runtime";

/** What can be wrong with a submission as a whole. Listed with remedies in `docs/grading.md`. */
export type SubmissionErrorCode =
  | "submission/ambiguous-layout"
  | "submission/broken-archive"
  | "submission/git-failed"
  | "submission/no-files"
  | "submission/no-solution"
  | "submission/not-a-repository"
  | "submission/not-found"
  | "submission/too-large"
  | "submission/unknown-revision"
  | "submission/unreadable"
  | "submission/unsafe-path"
  | "submission/unsupported";

/** Thrown by the readers of this folder, and by nothing else. */
export class SubmissionError extends TinyKvError {
  override readonly name = "SubmissionError";
  /** The sentence alone, without the code in front. */
  readonly sentence: string;

  constructor(code: SubmissionErrorCode, sentence: string, cause?: unknown) {
    super(code, sentence, cause === undefined ? {} : { cause });
    this.sentence = sentence;
  }
}
