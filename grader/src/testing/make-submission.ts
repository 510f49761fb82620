/** Submissions for tests, without anything to read them from. */

import type { Submission } from "../submission/submission.ts";

/** A submission of these texts, by `<lab>/<path>`: `base/src/one.ts`. */
export function makeSubmission(
  texts: Readonly<Record<string, string>>,
  more: Partial<Submission> = {},
): Submission {
  const files = new Map<string, Map<string, { text: string; path: string }>>();
  for (const [place, text] of Object.entries(texts)) {
    const slash = place.indexOf("/");
    const lab = place.slice(0, slash);
    const ofLab = files.get(lab) ?? new Map<string, { text: string; path: string }>();
    files.set(lab, ofLab.set(place.slice(slash + 1), { text, path: `alice.zip/labs/${place}` }));
  }
  return { name: "alice.zip", files, problems: [], ...more };
}
