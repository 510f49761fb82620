/** The schema of `grader/release.json`: which tracked files a student's copy does not get. */

import { z } from "zod";
import { CourseError } from "../course/course-error.ts";

/** Relative to the root. */
export const RELEASE_FILE = "grader/release.json";

/**
 * A path relative to the root. One that ends in `/` means the whole folder, and one that begins
 * with `*` every file whose path ends in the rest.
 */
const pathSchema = z.string().regex(/^(?:[\w.]|\*\.)[\w./-]*$/);

export const releaseConfigSchema = z.strictObject({
  /** What gives the solution away, or is of no use without it. */
  leftOut: z.array(pathSchema).min(1),
  /** Tests that need the solution, the mutants, or a git repository. */
  testsLeftOut: z.array(pathSchema),
});

export type ReleaseConfig = z.infer<typeof releaseConfigSchema>;

/**
 * Reads the text of {@link RELEASE_FILE}, from wherever it was taken.
 *
 * @throws {CourseError} `course/config`
 */
export function parseReleaseConfig(text: string): ReleaseConfig {
  const parsed = releaseConfigSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw CourseError.fromZod(RELEASE_FILE, parsed.error);
  return parsed.data;
}

/** Whether a tracked file stays with the maintainers. */
export function isLeftOut(config: ReleaseConfig, path: string): boolean {
  return [...config.leftOut, ...config.testsLeftOut].some((entry) => {
    if (entry.startsWith("*")) return path.endsWith(entry.slice(1));
    return entry.endsWith("/") ? path.startsWith(entry) : path === entry;
  });
}
