/**
 * `course branch`: the branch on which the labs are filled in, as one commit on top of `HEAD`.
 *
 * Everything is read from the commit and written as git objects, so the working tree and the index
 * of whoever calls it stay as they are. The same commit always gives the same branch, commit hash
 * included: author and date are those of the commit underneath.
 */

import { TinyKvError } from "@tinykv/runtime";
import { type LabConfig, labConfigSchema } from "../course/lab-config.ts";
import { fillGaps } from "./cut-skeleton.ts";
import { Repository, withTemporaryIndex } from "./git.ts";

/** The line of a commit message by which a generated branch is known. */
const TRAILER = "Generated-by: course branch";

export interface BranchResult {
  readonly name: string;
  readonly outcome: "created" | "updated" | "unchanged";
  /** The commit underneath, and the new one on top of it. Full hashes. */
  readonly base: string;
  readonly commit: string;
  /** The files that differ from the commit underneath, relative to the root. */
  readonly files: readonly string[];
}

/**
 * Creates or moves the branch `name`.
 *
 * @throws {TinyKvError} `course/dirty` if labs or solution have changes that are not committed;
 *   `course/foreign-branch` if there is a branch of that name that this command did not make;
 *   `course/branch-in-use` if it is checked out; `course/no-solution`, `course/git`
 */
export async function makeBranch(root: string, name: string): Promise<BranchResult> {
  const repository = new Repository(root);
  await mustBeClean(repository);
  const ref = `refs/heads/${name}`;
  await repository.run(["check-ref-format", "--branch", name]);
  const before = await repository.ask(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  await mustBeOurs(repository, name, before);
  const base = await repository.run(["rev-parse", "--verify", "HEAD^{commit}"]);
  const { tree, files } = await filledTree(root, base);
  const commit = await commitOn(repository, base, tree);
  const result = { name, base, commit, files };
  if (commit === before) return { ...result, outcome: "unchanged" };
  // The old value makes git refuse if somebody else has moved the branch meanwhile.
  const old = before ?? "0".repeat(base.length);
  await repository.run(["update-ref", "-m", "course branch", ref, commit, old]);
  return { ...result, outcome: before === undefined ? "created" : "updated" };
}

async function mustBeClean(repository: Repository): Promise<void> {
  const dirty = await repository.run(["status", "--porcelain", "--", "labs", "solution"]);
  if (dirty === "") return;
  const what = "there are changes in labs/ or solution/ that are not committed";
  throw new TinyKvError("course/dirty", `${what}; commit them first:\n${dirty}`);
}

async function mustBeOurs(
  repository: Repository,
  name: string,
  tip: string | undefined,
): Promise<void> {
  if (tip === undefined) return;
  const message = await repository.run(["show", "-s", "--format=%B", tip]);
  if (!message.includes(TRAILER)) {
    const what = `the branch ${name} was not made by this command and would be lost`;
    throw new TinyKvError("course/foreign-branch", `${what}; choose another --name`);
  }
  const worktrees = await repository.run(["worktree", "list", "--porcelain"]);
  if (!worktrees.split("\n").includes(`branch refs/heads/${name}`)) return;
  const what = `the branch ${name} is checked out`;
  throw new TinyKvError("course/branch-in-use", `${what}; check out another one first`);
}

/** The tree of `base` with every owned file filled in. */
async function filledTree(
  root: string,
  base: string,
): Promise<{ tree: string; files: readonly string[] }> {
  return withTemporaryIndex(root, base, async (repository) => {
    const files: string[] = [];
    for (const { lab, owns } of await labsAt(repository, base)) {
      for (const path of owns) {
        const solution = `solution/${lab}/${path}`;
        const text = fillGaps(await repository.textAt(base, solution), solution);
        const blob = await repository.run(["hash-object", "-w", "--stdin"], { input: text });
        const info = `100644,${blob},labs/${lab}/${path}`;
        await repository.run(["update-index", "--add", "--cacheinfo", info]);
        files.push(`labs/${lab}/${path}`);
      }
    }
    return { tree: await repository.run(["write-tree"]), files };
  });
}

/** The labs as the commit has them. */
async function labsAt(repository: Repository, commit: string): Promise<LabConfig[]> {
  const paths = await repository.pathsAt(commit);
  if (!paths.some((path) => path.startsWith("solution/"))) {
    throw new TinyKvError("course/no-solution", "this commit has no solution/");
  }
  const configs = paths.filter((path) => /^labs\/[^/]+\/lab\.json$/.test(path));
  const texts = await Promise.all(configs.map((path) => repository.textAt(commit, path)));
  return texts.map((text) => labConfigSchema.parse(JSON.parse(text)));
}

async function commitOn(repository: Repository, base: string, tree: string): Promise<string> {
  const format = "--format=%an%n%ae%n%aI%n%s";
  const shown = await repository.run(["show", "-s", format, base]);
  const [name = "", email = "", date = "", subject = ""] = shown.split("\n");
  const message = [
    "labs: fill in the reference solution",
    "",
    "Every owned file is the one of solution/, without its markers; nothing else",
    `differs from the commit underneath ("${subject}").`,
    "",
    TRAILER,
  ].join("\n");
  const env = {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  };
  return repository.run(["commit-tree", tree, "-p", base], { input: message, env });
}
