/**
 * `course release`: a student's copy of the course, without solution and mutants.
 *
 * It is written from the commit `HEAD`, so nothing that is only on the maintainer's disk gets into
 * it. Pages lose the parts that are about what a copy lacks. Before anybody sees it, all of it is
 * searched for lines of the solution, and its pages for links that lead nowhere; a copy with any of
 * these is removed again.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { TinyKvError } from "@tinykv/runtime";
import type { Finding } from "./finding.ts";
import { Repository, withTemporaryIndex } from "./git.ts";
import { findPassages, secretsOf } from "./leaks.ts";
import { readMarkers } from "./markers.ts";
import {
  isLeftOut,
  parseReleaseConfig,
  RELEASE_FILE,
  type ReleaseConfig,
} from "./release-config.ts";
import { deadLinks, releasePage } from "./release-pages.ts";

export interface ReleaseResult {
  /** The commit that was copied. */
  readonly commit: string;
  /** How many files were written. */
  readonly files: number;
  /** Lines of the solution that were found; if there are any, nothing was left behind. */
  readonly leaks: readonly Finding[];
  /** Markers that do not match, and dead links; if there are any, nothing was left behind. */
  readonly badPages: readonly Finding[];
  /** Whether the working tree differs from what was copied. */
  readonly isDirty: boolean;
}

/**
 * Writes the student copy into `folder`.
 *
 * @param folder absolute; empty or not there yet, and not inside the course
 * @throws {TinyKvError} `course/release-not-empty`, `course/release-inside`, `course/git`
 */
export async function release(root: string, folder: string): Promise<ReleaseResult> {
  mustBeFree(root, folder);
  const repository = new Repository(root);
  const commit = await repository.run(["rev-parse", "--verify", "HEAD^{commit}"]);
  const isDirty = (await repository.run(["status", "--porcelain"])) !== "";
  // Like all else, as it was committed: an edit that is not may leave out less.
  const config = parseReleaseConfig(await repository.textAt(commit, RELEASE_FILE));
  const paths = await writeCopy(root, commit, folder, config);
  const { pages, findings } = rewritePages(folder, paths);
  const badPages = [...findings, ...deadLinks(pages, paths)];
  // Pages in their aligned form: a finding names the line that a maintainer sees.
  const textOf = (path: string): string =>
    pages.get(path) ?? readFileSync(join(folder, path), "utf8");
  const secrets = await readSecrets(repository, commit);
  const leaks = paths.flatMap((path) => findPassages(textOf(path), path, secrets));
  if (leaks.length + badPages.length > 0) empty(folder);
  return { commit, files: paths.length, leaks, badPages, isDirty };
}

function mustBeFree(root: string, folder: string): void {
  const inside = relative(root, folder);
  if (inside === "" || !(inside.startsWith("..") || inside === folder)) {
    const what = `${folder} is inside the course itself`;
    throw new TinyKvError("course/release-inside", `${what}; name a folder outside of it`);
  }
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  const what = `${folder} is not empty`;
  throw new TinyKvError("course/release-not-empty", `${what}; name a new folder, or empty it`);
}

/** The folder stays if it was there before; what we wrote into it goes. */
function empty(folder: string): void {
  for (const name of readdirSync(folder)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Writes the tracked files that a student gets. @returns their paths */
async function writeCopy(
  root: string,
  commit: string,
  folder: string,
  config: ReleaseConfig,
): Promise<string[]> {
  return withTemporaryIndex(root, commit, async (repository) => {
    const all = await repository.pathsAt(commit);
    const leftOut = all.filter((path) => isLeftOut(config, path));
    const input = leftOut.map((path) => `${path}\0`).join("");
    await repository.run(["update-index", "-z", "--force-remove", "--stdin"], { input });
    mkdirSync(folder, { recursive: true });
    await repository.run(["checkout-index", "--all", "--quiet", `--prefix=${folder}/`]);
    return all.filter((path) => !leftOut.includes(path));
  });
}

/** Takes out of the copied pages what is not for students. @returns their aligned texts, by path */
function rewritePages(
  folder: string,
  paths: readonly string[],
): { pages: Map<string, string>; findings: Finding[] } {
  const pages = new Map<string, string>();
  const findings = paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => {
      const page = releasePage(readFileSync(join(folder, path), "utf8"), path);
      writeFileSync(join(folder, path), page.text);
      pages.set(path, page.aligned);
      return page.findings;
    });
  return { pages, findings };
}

async function readSecrets(
  repository: Repository,
  commit: string,
): Promise<ReturnType<typeof secretsOf>> {
  const solutions = (await repository.pathsAt(commit, "solution")).filter((path) =>
    path.endsWith(".ts"),
  );
  const marked = await Promise.all(
    solutions.map(async (path) => readMarkers(await repository.textAt(commit, path), path)),
  );
  return secretsOf(marked);
}
