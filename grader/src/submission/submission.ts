/**
 * A submission, once it has been read: the text of the files that a student owns, and nothing else.
 *
 * However it arrived (folder, archive, git revision, working tree, reference solution, mutant),
 * this is all that the rest of the grader sees of it.
 */

/** Something about a submission that its report must say, though it can still be graded. */
export interface SubmissionProblem {
  /** Stable, `submission/…`. */
  readonly code: string;
  readonly message: string;
}

/** Everything that is graded of one student. */
export interface Submission {
  /** How the report calls it: a path, an archive's name, `repo@rev`, `--solution`. */
  readonly name: string;
  /**
   * Owned files by lab and by path relative to the lab's folder (`src/raw-handlers.ts`). A file
   * that is missing here stays as the skeleton has it.
   */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, SubmittedFile>>;
  readonly problems: readonly SubmissionProblem[];
  /**
   * Owned files that are there but cannot be taken (a symbolic link, not UTF-8, too large). Every
   * label that needs their lab is `rejected`: grading the skeleton instead would mislead.
   */
  readonly refused?: readonly RefusedFile[];
}

/** One owned file, as it was handed in. */
export interface SubmittedFile {
  readonly text: string;
  /** Where a person finds the file; shown in stack traces, and used for breakpoints. */
  readonly path: string;
}

/** An owned file that was handed in, but that nobody should run. */
export interface RefusedFile {
  readonly lab: string;
  /** Relative to the lab's folder. */
  readonly path: string;
  readonly problem: SubmissionProblem;
}
