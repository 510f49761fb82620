/** A submission, once it has been read: the text of the files that a student owns, and nothing else. */

/** Something about a submission that its report must say, though it can still be graded. */
export interface SubmissionProblem {
  /** Stable, `submission/…`. */
  readonly code: string;
  readonly message: string;
}

export interface Submission {
  /** How the report calls it: a path, an archive's name, `repo@rev`, `--solution`. */
  readonly name: string;
  /**
   * Owned files by lab and by path relative to the lab's folder (`src/raw-handlers.ts`). A file
   * that is missing here stays as the skeleton has it.
   */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, SubmittedFile>>;
  readonly problems: readonly SubmissionProblem[];
}

export interface SubmittedFile {
  readonly text: string;
  /** Where a person finds the file; shown in stack traces, and used for breakpoints. */
  readonly path: string;
}
