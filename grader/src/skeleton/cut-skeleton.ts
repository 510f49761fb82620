/**
 * Makes the versions of a solution file: the skeleton, the filled-in lab, and the solution with one
 * gap unwritten. All of them are pure functions of the text, so that the same solution always gives
 * the same bytes. The markers are described in docs/architecture/skeletons.md.
 */

import { TinyKvError } from "@tinykv/runtime";
import { addImport, removeUnusedImports } from "./imports.ts";
import { type Gap, gapsOf, type MarkedSource, mustReadMarkers, type Region } from "./markers.ts";
import { render } from "./render.ts";

const TODO_IMPORT = { name: "todo", from: "@tinykv/runtime" } as const;

/** A gap as a student finds it: the TODO comment, and a call that throws. */
function unwritten({ lines }: MarkedSource, gap: Gap): string[] {
  const call = `${gap.indent}todo(${JSON.stringify(gap.label)}, ${JSON.stringify(gap.name)});`;
  return [...lines.slice(gap.start + 1, gap.solution), call];
}

/** A region with our code in it, without any trace of its markers. */
function written({ lines }: MarkedSource, region: Region): readonly string[] {
  const first = region.kind === "gap" ? region.solution : region.start;
  return lines.slice(first + 1, region.end);
}

/**
 * The skeleton of a solution file: gaps unwritten, cuts removed, imports put in order.
 *
 * @param path the file's path relative to the root of the repository; only for messages
 * @throws {TinyKvError} `course/markers` if the markers are unbalanced, nested or malformed
 */
export function cutSkeleton(source: string, path: string): string {
  const marked = mustReadMarkers(source, path);
  const text = render(marked, (region) => (region.kind === "cut" ? [] : unwritten(marked, region)));
  const tidy = removeUnusedImports(text.join("\n"));
  return gapsOf(marked).length > 0 ? addImport(tidy, TODO_IMPORT) : tidy;
}

/**
 * The filled-in lab: the solution without markers and TODO comments.
 *
 * @throws {TinyKvError} `course/markers`
 */
export function fillGaps(source: string, path: string): string {
  const marked = mustReadMarkers(source, path);
  return render(marked, (region) => written(marked, region)).join("\n");
}

/**
 * The solution with only the gap of that name unwritten: what a student has who wrote all the rest.
 *
 * @throws {TinyKvError} `course/markers`; `course/unknown-gap` if there is no gap of that name
 */
export function unwriteGap(source: string, gapName: string, path = "solution"): string {
  const marked = mustReadMarkers(source, path);
  if (!gapsOf(marked).some((gap) => gap.name === gapName)) {
    throw new TinyKvError("course/unknown-gap", `${path} has no gap named ${gapName}`);
  }
  const text = render(marked, (region) =>
    region.kind === "gap" && region.name === gapName
      ? unwritten(marked, region)
      : written(marked, region),
  );
  return addImport(text.join("\n"), TODO_IMPORT);
}
