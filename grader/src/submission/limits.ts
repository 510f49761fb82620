/**
 * How much a submission may contain before it is given up. The lab files of a whole course are well
 * below one megabyte; the limits leave room for people who send their `node_modules` along, and
 * stop archives that were made to fill a disk.
 */

/** Limits for one submission. Tests use smaller ones. */
export interface SubmissionLimits {
  /** Files, folders and links in all. */
  readonly entries: number;
  /** Bytes of all files together, unpacked. */
  readonly totalBytes: number;
  /** Bytes of one owned file. */
  readonly fileBytes: number;
  /** Unpacked size divided by packed size, for archives that are not small. */
  readonly ratio: number;
}

/** The limits of the grader; docs/grading.md shows them. */
export const SUBMISSION_LIMITS: SubmissionLimits = {
  entries: 100_000,
  totalBytes: 512 * 1024 * 1024,
  fileBytes: 1024 * 1024,
  // Source code packs 3 to 10 times; a gigabyte of zeros packs about 1,000 times.
  ratio: 200,
};

/** Below this many unpacked bytes the ratio says nothing: even a bomb would be harmless. */
export const RATIO_MATTERS_BYTES = 16 * 1024 * 1024;

/** A size for people, in the unit in which the limits are written. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KiB`;
  return `${Math.round(bytes / (1024 * 1024))} MiB`;
}
