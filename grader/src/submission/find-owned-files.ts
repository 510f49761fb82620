/**
 * Finds the files that a student owns in whatever shape they were packed.
 *
 * The proper shape is `labs/<lab>/src/…`, as in the course itself. People also send the archive of
 * their repository (one folder around everything), a lab's folder alone, its `src`, or the bare
 * files. Each of these is a layout: a rule that says where an owned file would be. The first layout
 * that finds anything is taken for the whole submission, so that files never come from two places.
 *
 * Invariant: every path that is not an owned file in the chosen layout is ignored.
 */

import type { Course } from "../course/course.ts";
import type { FileTree, TreeEntry } from "./file-tree.ts";
import { noFiles } from "./no-files.ts";
import { SubmissionError } from "./submission-error.ts";

/** An owned file of the course. */
export interface OwnedPath {
  readonly lab: string;
  /** Relative to the lab's folder. */
  readonly path: string;
}

/** What stands at the place of an owned file. */
export interface FoundFile extends OwnedPath {
  readonly entry: TreeEntry;
  /** False if it was only found by ignoring upper and lower case. */
  readonly isExact: boolean;
}

/** Where a layout expects an owned file, below the folder around the whole submission. */
type Layout = (owned: OwnedPath) => string;

/** From the fullest to the barest. */
const LAYOUTS: readonly Layout[] = [
  ({ lab, path }) => `labs/${lab}/${path}`,
  ({ lab, path }) => `${lab}/${path}`,
  ({ path }) => path,
  ({ path }) => path.slice(path.lastIndexOf("/") + 1),
];

/** Every owned file of the course, or of the named labs. */
export function ownedPaths(course: Course, labs: readonly string[] = []): readonly OwnedPath[] {
  return course.labs
    .filter((lab) => labs.length === 0 || labs.includes(lab.config.lab))
    .flatMap((lab) => lab.config.owns.map((path) => ({ lab: lab.config.lab, path })));
}

/**
 * The owned files that `tree` holds, in the order of `owned`.
 *
 * @throws {SubmissionError} `submission/no-files`, or `submission/ambiguous-layout` if they could
 *   be taken from several places
 */
export function findOwnedFiles(tree: FileTree, owned: readonly OwnedPath[]): readonly FoundFile[] {
  const index = indexByPath(tree.entries);
  const around = topFolders(tree.entries);
  for (const layout of LAYOUTS) {
    const places = layoutPlaces(layout, owned);
    if (places === undefined) continue;
    const atTop = lookUp(index, "", places);
    if (atTop.length > 0) return atTop;
    const inFolders = around
      .map((folder) => ({ folder, found: lookUp(index, `${folder}/`, places) }))
      .filter((one) => one.found.length > 0);
    const [only, second] = inFolders;
    if (only !== undefined && second === undefined) return only.found;
    if (only !== undefined && second !== undefined) throw ambiguous(only.folder, second.folder);
  }
  throw noFiles(tree, owned);
}

/** The places of all owned files, or `undefined` if two of them would share one. */
function layoutPlaces(layout: Layout, owned: readonly OwnedPath[]) {
  const places = owned.map((one) => ({ ...one, place: layout(one) }));
  const distinct = new Set(places.map((one) => one.place.toLowerCase()));
  return distinct.size === places.length ? places : undefined;
}

/** Entries by lower-case path, and there by the path itself: whoever packs may repeat any name. */
type Index = ReadonlyMap<string, ReadonlyMap<string, TreeEntry>>;

/** Of two entries with one path, the later wins, as when unpacking. Takes one step per entry. */
function indexByPath(entries: readonly TreeEntry[]): Index {
  const index = new Map<string, Map<string, TreeEntry>>();
  for (const entry of entries) {
    const key = entry.path.toLowerCase();
    const sameName = index.get(key);
    if (sameName === undefined) index.set(key, new Map([[entry.path, entry]]));
    else sameName.set(entry.path, entry);
  }
  return index;
}

/** The folders that could stand around a whole submission. */
function topFolders(entries: readonly TreeEntry[]): readonly string[] {
  const folders = entries.map((entry) => entry.path.split("/", 1)[0] ?? "");
  // What macOS adds to every archive repeats all names with other contents.
  const distinct = new Set(folders.filter((folder) => folder !== "" && folder !== "__MACOSX"));
  return [...distinct].sort();
}

/** What stands at the places of a layout, below one folder. */
function lookUp(
  index: Index,
  prefix: string,
  places: readonly (OwnedPath & { place: string })[],
): readonly FoundFile[] {
  return places.flatMap(({ lab, path, place }) => {
    const found = at(index, prefix + place) ?? leadsElsewhere(index, prefix, place);
    return found === undefined ? [] : [{ lab, path, ...found }];
  });
}

/** What stands at a path: exactly there, or else at the same path in other letters of case. */
function at(index: Index, path: string) {
  const candidates = index.get(path.toLowerCase());
  const exact = candidates?.get(path);
  if (exact !== undefined) return { entry: exact, isExact: true };
  const [first, second] = candidates?.values() ?? [];
  if (first !== undefined && second !== undefined) throw ambiguous(first.path, second.path);
  return first === undefined ? undefined : { entry: first, isExact: false };
}

/** A link, or a submodule, in place of one of the folders that lead to an owned file. */
function leadsElsewhere(index: Index, prefix: string, place: string) {
  for (let end = place.indexOf("/"); end !== -1; end = place.indexOf("/", end + 1)) {
    const [entry] = index.get((prefix + place.slice(0, end)).toLowerCase())?.values() ?? [];
    if (entry?.kind === "link" || entry?.kind === "submodule") return { entry, isExact: true };
  }
  return undefined;
}

/** Files in two places: whichever we took could be the wrong one. */
function ambiguous(first: string, second: string): SubmissionError {
  const sentence = `it holds lab files both in ${first} and in ${second}; keep one of them`;
  return new SubmissionError("submission/ambiguous-layout", sentence);
}
